import { randomUUID } from "node:crypto";
import { type Answer, refusal } from "./answers";

/** A mail that somebody sends to the provider's receiving domain. */
export type SentIn = {
  from: string;
  to: string[];
  cc?: string[];
  /** Whom the delivery is for, where the mail does not say. */
  receivedFor?: string[];
  subject?: string;
  text?: string | null;
  html?: string | null;
  headers?: Record<string, string>;
  attachments?: { name: string; contentType?: string; content: Buffer }[];
};
export type ReceivedMail = SentIn & { id: string; at: Date; files: { id: string; url: string }[] };

/** The provider's store of mails that came in: GET /emails/receiving/… and the files behind its own links. */
export class Incoming {
  readonly #mails = new Map<string, ReceivedMail>();

  /** Takes a mail in. Takes the provider's address, under which its files lie. */
  add(mail: SentIn, origin: string, at = new Date()): ReceivedMail {
    const id = randomUUID();
    const files = (mail.attachments ?? []).map(() => {
      const file = randomUUID();
      return { id: file, url: `${origin}/files/${id}/${file}` };
    });
    const received = { ...mail, id, at, files };
    this.#mails.set(id, received);
    return received;
  }

  forget(id: string): void {
    this.#mails.delete(id);
  }

  /** What GET /emails/receiving/{id}[/attachments/{file}] answers. */
  lookUp(path: string): Answer {
    const [, , , id = "", , file] = path.split("/");
    const mail = this.#mails.get(id);
    if (!mail) return refusal("not_found", { message: "Email not found" });
    if (file === undefined) return { status: 200, body: described(mail) };
    const index = mail.files.findIndex((known) => known.id === file);
    const listed = attachmentsOf(mail)[index];
    if (!listed) return refusal("not_found", { message: "Attachment not found" });
    const expires_at = new Date(mail.at.getTime() + 3_600_000).toISOString();
    return {
      status: 200,
      body: { object: "attachment", ...listed, download_url: mail.files[index]?.url, expires_at },
    };
  }

  /** The bytes behind a file's link; none for what is not there. */
  file(path: string): Buffer | undefined {
    const [, , id = "", file] = path.split("/");
    const mail = this.#mails.get(id);
    const index = mail?.files.findIndex((known) => known.id === file) ?? -1;
    return mail?.attachments?.[index]?.content;
  }
}

const attachmentsOf = ({ attachments = [], files }: ReceivedMail) =>
  attachments.map(({ name, contentType = "application/pdf", content }, index) => ({
    id: files[index]?.id,
    filename: name,
    size: content.length,
    content_type: contentType,
    content_id: null,
    content_disposition: "attachment",
  }));

const headOf = (mail: ReceivedMail) => ({
  id: mail.id,
  to: mail.to,
  from: mail.from,
  created_at: mail.at.toISOString(),
  subject: mail.subject ?? "",
  bcc: [],
  cc: mail.cc ?? [],
  received_for: mail.receivedFor ?? mail.to,
  message_id: `<${mail.id}@mail.example.net>`,
});

function described(mail: ReceivedMail): Record<string, unknown> {
  return {
    object: "email",
    ...headOf(mail),
    reply_to: [],
    html: mail.html ?? null,
    text: mail.text ?? null,
    headers: { "Return-Path": "<office@example.net>", "MIME-Version": "1.0", ...mail.headers },
    raw: null,
    attachments: attachmentsOf(mail),
  };
}

/** The body of `email.received` as https://resend.com/docs/webhooks/emails/received shows it: no text, no sizes. */
export function incomingEvent(mail: ReceivedMail) {
  const { id: email_id, ...head } = headOf(mail);
  const attachments = attachmentsOf(mail).map(({ size: _, ...listed }) => listed);
  return {
    type: "email.received",
    created_at: mail.at.toISOString(),
    data: { email_id, ...head, attachments },
  } as const;
}
