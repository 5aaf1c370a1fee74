import type { GetReceivingEmailResponseSuccess, Resend } from "resend";
import { SECOND } from "@/lib/time/durations";
import { readRetryAfter, words } from "./provider-answer";

/** A mail that came in, as far as it is of use: plain text, and what else came along. */
export type IncomingMail = {
  /** As the mail says; anybody can have written it. */
  from: string;
  subject: string;
  text: string;
  /** What is lacking of the text, in our words; null: nothing. */
  note: string | null;
  /** Names in small letters. */
  headers: Map<string, string>;
  attachments: IncomingAttachment[];
};
export type IncomingAttachment = { id: string; name: string; contentType: string; size: number };

/** `gone`: the provider does not have it. `later`: it gave no answer that counts; ask again after `retryAfter` milliseconds. */
export type FetchFailure = { ok: false; reason: "gone" | "later"; note: string; retryAfter: number };

/** Characters: fifty pages. More is cut, and said to be; the whole mail stays with the provider. */
export const INCOMING_LONGEST = 100_000;
/** HTML beyond this is not read at all: no answer of an office is like that. */
const HTML_LONGEST = 2_000_000;
const HTML_DEEPEST = 100;
const SUBJECT_LONGEST = 300;
const TIMEOUT = 20 * SECOND;

/**
 * Asks the provider for a mail that came in, by the id that its event named. Takes the client and how long an answer
 * is waited for. Of the text, `text/plain` counts; where a mail has none, its HTML is turned into text, and nothing
 * in it is ever loaded or shown. Needs a key that may read.
 */
export async function fetchIncoming(
  client: Resend,
  providerId: string,
  timeout = TIMEOUT,
): Promise<{ ok: true; mail: IncomingMail } | FetchFailure> {
  const signal = AbortSignal.timeout(timeout);
  // Images stay what they are, references: as data they would make a letter of megabytes.
  const answer = await client.emails.receiving.get(providerId, { html_format: "cid" }, { signal });
  if (answer.error) return failureOf(answer.error, answer.headers?.["retry-after"]);
  if (answer.data?.object !== "email" || answer.data.id !== providerId)
    return { ok: false, reason: "later", note: "200 without a mail", retryAfter: 0 };
  return { ok: true, mail: await readMail(answer.data) };
}

type ProviderError = { name: string; statusCode: number | null; message: string };

function failureOf({ name, statusCode, message }: ProviderError, retryAfter?: string): FetchFailure {
  // A proxy's 404 is no word of the provider (the client calls such errors application_error).
  const isGone = statusCode === 404 && name === "not_found";
  const note = `${statusCode ?? "no answer"} ${words(name)}: ${words(message)}`;
  return { ok: false, reason: isGone ? "gone" : "later", note, retryAfter: readRetryAfter(retryAfter) };
}

async function readMail(said: GetReceivingEmailResponseSuccess): Promise<IncomingMail> {
  const { text, note } = await readText(said);
  return {
    from: oneLine(said.from ?? "", 320),
    subject: oneLine(said.subject ?? "", SUBJECT_LONGEST),
    text,
    note,
    headers: new Map(
      Object.entries(said.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    attachments: (said.attachments ?? []).map(({ id, filename, content_type, size }) => ({
      id: String(id),
      name: oneLine(filename ?? "", 200),
      contentType: oneLine(content_type ?? "", 100),
      size: Number.isSafeInteger(size) && size >= 0 ? size : 0,
    })),
  };
}

async function readText({ text, html }: GetReceivingEmailResponseSuccess) {
  if (text?.trim()) return cut(plain(text));
  if (!html?.trim()) return { text: "", note: "no text" };
  if (html.length > HTML_LONGEST) return { text: "", note: `HTML of ${html.length} characters, not read` };
  // Loaded with the first HTML: most workers never need it.
  const { toPlainText } = await import("react-email");
  return cut(plain(toPlainText(html, { limits: { maxDepth: HTML_DEEPEST } })));
}

function cut(text: string): { text: string; note: string | null } {
  if (text.length <= INCOMING_LONGEST) return { text, note: null };
  return {
    text: text.slice(0, INCOMING_LONGEST),
    note: `cut: the first ${INCOMING_LONGEST} of ${text.length} characters`,
  };
}

/** Of characters beyond the first plane; no database takes one alone. */
const HALVES = /\p{Cs}/gu;

/** Line breaks and tabs stay; other control characters, and those that turn the direction of text round, do not. */
function plain(text: string): string {
  return text
    .replace(HALVES, "\ufffd")
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/\n{4,}/g, "\n\n\n")
    .trim();
}

function oneLine(text: string, longest: number): string {
  return text
    .replace(HALVES, "\ufffd")
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim()
    .slice(0, longest);
}
