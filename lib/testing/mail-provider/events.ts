import { createHmac, randomUUID } from "node:crypto";

/** A secret as the provider's webhook page shows it: `whsec_` and base64. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from("a webhook secret for tests only").toString("base64")}`;

export type MailEventType =
  | "email.sent"
  | "email.delivered"
  | "email.delivery_delayed"
  | "email.bounced"
  | "email.complained"
  | "email.failed"
  | "email.suppressed";
export type MailEventBody = { type: MailEventType; created_at: string; data: Record<string, unknown> };
export type EventOptions = {
  emailId: string;
  to?: string | string[];
  from?: string;
  subject?: string;
  tags?: Record<string, string>;
  /** When it happened. */
  at?: Date;
  /** Of a bounce; default: Permanent, General. */
  bounce?: { type: "Permanent" | "Transient" | "Undetermined"; subType?: string; message?: string };
};

/** The body of an event as https://resend.com/docs/webhooks/event-types shows it. */
export function mailEvent(type: MailEventType, options: EventOptions): MailEventBody {
  const at = (options.at ?? new Date()).toISOString();
  return {
    type,
    created_at: at,
    data: {
      created_at: at,
      email_id: options.emailId,
      message_id: `<${options.emailId}@mail.example.org>`,
      from: options.from ?? "Vigil <vigil@example.org>",
      to: [options.to ?? "someone@example.net"].flat(),
      subject: options.subject ?? "Please confirm",
      ...(options.tags ? { tags: options.tags } : {}),
      ...detailsOf(type, options),
    },
  };
}

function detailsOf(type: MailEventType, { bounce, to }: EventOptions): Record<string, unknown> {
  if (type === "email.bounced") {
    const kind = bounce?.type ?? "Permanent";
    const message = `The recipient's mail server would not take the mail for ${[to ?? "someone@example.net"].flat()[0]}.`;
    return { bounce: { message, subType: "General", ...bounce, type: kind } };
  }
  if (type === "email.failed") return { failed: { reason: "reached_daily_quota" } };
  if (type === "email.suppressed")
    return {
      suppressed: {
        message: "The address is on the provider's own suppression list.",
        type: "OnAccountSuppressionList",
      },
    };
  return {};
}

export type Posting = {
  secret?: string;
  /** Of the message; a repeat of a delivery has the same. */
  id?: string;
  /** Seconds since 1970. */
  timestamp?: number;
  /** Instead of the proper one. */
  signature?: string;
};

/** The headers of a webhook: `svix-id`, `svix-timestamp` and `svix-signature` (https://docs.svix.com/receiving/verifying-payloads/how-manual). */
export function signedHeaders(
  body: string,
  { secret = WEBHOOK_SECRET, id, timestamp, signature }: Posting = {},
) {
  const messageId = id ?? `msg_${randomUUID().replaceAll("-", "")}`;
  const seconds = timestamp ?? Math.floor(Date.now() / 1_000);
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${messageId}.${seconds}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "svix-id": messageId,
    "svix-timestamp": String(seconds),
    "svix-signature": signature ?? `v1,${mac}`,
  };
}

/** Posts an event, or any text, to a webhook as the provider does. Returns what that answered. */
export async function postEvent(
  url: string,
  event: MailEventBody | string,
  posting: Posting = {},
): Promise<{ status: number; text: string }> {
  const body = typeof event === "string" ? event : JSON.stringify(event);
  const response = await fetch(url, { method: "POST", body, headers: signedHeaders(body, posting) });
  return { status: response.status, text: await response.text() };
}
