import { type Answer, refusal } from "./answers";
import { type Domain, recipients, type SentMail } from "./mails";

export type LastEvent =
  | "queued"
  | "sent"
  | "delivered"
  | "delivery_delayed"
  | "bounced"
  | "complained"
  | "failed"
  | "suppressed";
export type AcceptedMail = {
  id: string;
  /** The idempotency key it came with. */
  key: string | null;
  /** Milliseconds since 1970. */
  at: number;
  mail: SentMail;
  lastEvent: LastEvent;
};

/** Where events of the account go, and which. */
export type Webhook = { endpoint: string; events: string[]; status?: "enabled" | "disabled" };

export type Known = { domains: Domain[]; webhooks: Webhook[]; accepted: AcceptedMail[] };

/** `GET /domains`, `GET /domains/{id}`, `GET /webhooks` and `GET /emails/{id}`. */
export function lookUp(path: string, { domains, webhooks, accepted }: Known): Answer {
  const [, noun, id] = path.split("/");
  if (noun === "webhooks")
    return { status: 200, body: { object: "list", has_more: false, data: webhooks.map(describedWebhook) } };
  if (noun === "domains" && id === undefined)
    return {
      status: 200,
      body: {
        object: "list",
        has_more: false,
        data: domains.map(({ records: _, ...domain }) => domain),
      },
    };
  if (noun === "domains") {
    const domain = domains.find((known) => known.id === id);
    if (!domain) return refusal("not_found", { message: "Domain not found" });
    return { status: 200, body: { object: "domain", ...domain } };
  }
  const found = accepted.find((known) => known.id === id);
  return found
    ? { status: 200, body: described(found) }
    : refusal("not_found", { message: "Email not found" });
}

function describedWebhook(webhook: Webhook, index: number): Record<string, unknown> {
  const id = `00000000-0000-4000-9000-${String(index + 1).padStart(12, "0")}`;
  return { id, created_at: "2026-01-01 00:00:00.000000+00", status: "enabled", ...webhook };
}

function described({ id, at, mail, lastEvent }: AcceptedMail): Record<string, unknown> {
  return {
    object: "email",
    id,
    message_id: `<${id}@mail.example.org>`,
    to: recipients(mail),
    from: mail.from,
    created_at: new Date(at).toISOString(),
    subject: mail.subject,
    html: mail.html ?? null,
    text: mail.text ?? null,
    bcc: null,
    cc: null,
    reply_to: mail.reply_to === undefined ? null : [mail.reply_to].flat(),
    tags: mail.tags ?? [],
    scheduled_at: null,
    last_event: lastEvent,
  };
}
