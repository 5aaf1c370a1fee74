import { Resend } from "resend";
import { z } from "zod";

/**
 * What the provider can say of a mail after it took it, from the least to the most telling. Its `failed` means that
 * it gave up before any server heard of the mail; `suppressed`, that the address is on a list of its own. `content-refused`
 * is a bounce for what the mail said, or who sent it: of its address it says no more than a soft one.
 */
export const EVENT_KINDS = [
  "sent",
  "delayed",
  "delivered",
  "soft-bounced",
  "content-refused",
  "suppressed",
  "bounced",
  "complained",
  "failed",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Of one alone nothing follows for its address; of several in a row, that nothing is to be had there. */
export const COUNTED_KINDS: readonly EventKind[] = ["soft-bounced", "content-refused"];

/** An event as it came: who it is about is read only to be hashed. */
export type ReceivedEvent = {
  /** The same for every repetition of one message. */
  id: string;
  /** When this delivery was signed; a repetition is signed anew. */
  signedAt: Date;
  providerId: string;
  kind: EventKind;
  at: Date;
  to: string | null;
};
/** A mail came in. What it says is fetched later (fetch-incoming.ts): the event holds none of it. */
export type IncomingNotice = {
  providerId: string;
  at: Date;
  /** Every address that the mail or its delivery names, as written there. */
  addresses: string[];
};
export type ReadEvent =
  | { ok: true; event: ReceivedEvent }
  | { ok: true; incoming: IncomingNotice }
  | { ok: false; reason: "wrong-signature" | "malformed" | "of-no-concern" };

export type SignedBody = { body: Uint8Array; header(name: string): string | undefined };

const KIND_OF_TYPE: Record<string, EventKind> = {
  "email.sent": "sent",
  "email.delivery_delayed": "delayed",
  "email.delivered": "delivered",
  "email.complained": "complained",
  "email.failed": "failed",
  "email.suppressed": "suppressed",
};

const message = z.object({ type: z.string() });
const emailId = z.string().regex(/^[\w-]{1,100}$/);
const mailEvent = z.object({
  created_at: z.string().transform(toDate),
  data: z.object({
    email_id: emailId,
    to: z.array(z.string().max(320)).max(1_000).default([]),
    bounce: z
      .object({
        type: z.string(),
        subType: z.string().nullish(),
        message: z.string().nullish(),
        diagnosticCode: z.union([z.string(), z.array(z.string())]).nullish(),
      })
      .optional(),
  }),
});
/** Of a mail that came in: anybody may have written its head, so long names in it are no reason to refuse the event. */
const written = z.array(z.string()).nullish();
const incomingEvent = z.object({
  created_at: z.string().transform(toDate),
  data: z.object({ email_id: emailId, to: written, cc: written, bcc: written, received_for: written }),
});

/**
 * Reads what the provider posted: verifies the Svix signature over the raw body with the provider's own client (at
 * most 5 minutes old or ahead), then the fields that are needed. Refuses anything not signed with `secret`, and what
 * is signed and cannot be read; events that are not about a mail's fate, or one that came in, are of no concern.
 */
export function readEvent(apiKey: string, secret: string, { body, header }: SignedBody): ReadEvent {
  const id = header("svix-id") ?? "";
  const timestamp = header("svix-timestamp") ?? "";
  const signature = header("svix-signature") ?? "";
  // The client reads "1700000000x" as a number; two spellings of one delivery would pass as two.
  if (!/^[\w-]{1,128}$/.test(id) || !/^\d{1,11}$/.test(timestamp) || signature === "")
    return { ok: false, reason: "wrong-signature" };
  try {
    const payload = Buffer.from(body).toString("utf8");
    const said: unknown = new Resend(apiKey).webhooks.verify({
      payload,
      headers: { id, timestamp, signature },
      webhookSecret: secret,
    });
    return readMessage(said, id, new Date(Number(timestamp) * 1_000));
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, reason: "malformed" };
    if (error instanceof Error && error.name === "WebhookVerificationError")
      return { ok: false, reason: "wrong-signature" };
    throw error;
  }
}

function readMessage(said: unknown, id: string, signedAt: Date): ReadEvent {
  const { data: known } = message.safeParse(said);
  if (!known) return { ok: false, reason: "malformed" };
  if (known.type === "email.received") return readIncoming(said);
  const isBounce = known.type === "email.bounced";
  if (!isBounce && !Object.hasOwn(KIND_OF_TYPE, known.type)) return { ok: false, reason: "of-no-concern" };
  const { data: read } = mailEvent.safeParse(said);
  if (!read) return { ok: false, reason: "malformed" };
  const { email_id: providerId, to, bounce } = read.data;
  return {
    ok: true,
    event: {
      id,
      signedAt,
      providerId,
      kind: isBounce ? kindOfBounce(bounce) : (KIND_OF_TYPE[known.type] ?? "sent"),
      at: read.created_at,
      // Our mails have one receiver each; of any other it is not known whom the event is about.
      to: to.length === 1 ? (to[0] ?? null) : null,
    },
  };
}

/** What a server says where it refuses a mail and not an address: RFC 3463, 3.7 (content) and 3.8 (security or policy). */
const CONTENT_CODE = enhancedCode("[67]");
/** … and where it refuses the address, whatever else it names: 3.2. */
const ADDRESS_CODE = enhancedCode("1");
/** The provider's own words for the same. */
const CONTENT_TYPES = ["ContentRejected", "AttachmentRejected", "MessageTooLarge"];

/**
 * Of a subject of RFC 3463 (its second number). Servers name themselves beside it, by IP addresses and versions, which
 * are none.
 */
function enhancedCode(subject: string): RegExp {
  return new RegExp(`(?<![\\w.])[45]\\.${subject}\\.\\d{1,3}(?!\\.?\\d)`);
}

type Bounce = z.infer<typeof mailEvent>["data"]["bounce"];

/** Only "Permanent" says that the address does not exist; "Transient" and "Undetermined" may pass. */
function kindOfBounce(bounce: Bounce): EventKind {
  const said = [bounce?.message, bounce?.diagnosticCode].flat().join(" ");
  const isOfContent = CONTENT_CODE.test(said) && !ADDRESS_CODE.test(said);
  if (CONTENT_TYPES.includes(bounce?.subType ?? "") || isOfContent) return "content-refused";
  return bounce?.type === "Permanent" ? "bounced" : "soft-bounced";
}

/** `received_for` is whom the delivery was for, also where the mail itself does not say (RFC 5321: RCPT). */
function readIncoming(said: unknown): ReadEvent {
  const { data: read } = incomingEvent.safeParse(said);
  if (!read) return { ok: false, reason: "malformed" };
  const { email_id: providerId, to, cc, bcc, received_for } = read.data;
  const addresses = [received_for, to, cc, bcc].flatMap((list) => list ?? []);
  return { ok: true, incoming: { providerId, at: read.created_at, addresses: [...new Set(addresses)] } };
}

function toDate(text: string, context: z.RefinementCtx): Date {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime()) && /^\d{4}-/.test(text)) return date;
  context.addIssue({ code: "custom", message: "invalid" });
  return z.NEVER;
}
