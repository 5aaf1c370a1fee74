import type { CreateBatchResponse } from "resend";
import { HOUR, SECOND } from "@/lib/time/durations";

/** What the provider's answer to a batch means. Notes hold its words, without anything that names a person. */
export type ProviderAnswer =
  /** It has the mails; per place the id it gave, or why it refused that one. */
  | { kind: "taken"; outcomes: Outcome[] }
  /** It has none (of this attempt), because of something in the batch. */
  | { kind: "refused"; note: string }
  /** It has none, for now; `retryAfter` in milliseconds. */
  | { kind: "later"; note: string; retryAfter: number }
  /** It takes nothing from us until somebody acts or time passes. */
  | { kind: "closed"; note: string; retryAfter: number }
  /** It may or may not have them: only the same request may be repeated. */
  | { kind: "unknown"; note: string; retryAfter: number }
  /** It knows the idempotency key with another body: it took something then, and can't tell us what. */
  | { kind: "conflict"; note: string };
export type Outcome = { id: string | null } | { refused: string };

type Answer = CreateBatchResponse<{ batchValidation: "permissive" }>;

/** Refusals that have nothing to do with the mails of this batch: the key, the sender, the account's quota. */
const ACCOUNT_ERRORS = new Set([
  "missing_api_key",
  "restricted_api_key",
  "invalid_api_key",
  "invalid_from_address",
  "invalid_access",
  "daily_quota_exceeded",
  "monthly_quota_exceeded",
  "not_found",
  "method_not_allowed",
]);
/** HTTP statuses (RFC 9110) that say the content is at fault. */
const CONTENT_STATUS = new Set([400, 413, 422]);
const ACCOUNT_STATUS = new Set([401, 402, 403, 404, 405, 451]);

/**
 * Reads the client's answer to a batch of `size` mails (resend 6: error names as its documentation lists them). In `written`
 * ones the sender's name is a stranger's: what the provider finds wrong with it is that mail's fault, and closes nothing.
 */
export function readAnswer(
  answer: Answer,
  { size, written }: { size: number; written: boolean },
): ProviderAnswer {
  if (!answer.error) return readTaken(answer.data, size);
  const { name, statusCode, message } = answer.error;
  const note = `${statusCode ?? "no answer"} ${words(name)}: ${words(message)}`;
  const retryAfter = readRetryAfter(answer.headers?.["retry-after"]);
  if (name === "invalid_idempotent_request") return { kind: "conflict", note };
  if (name === "concurrent_idempotent_requests") return { kind: "unknown", note, retryAfter };
  if (statusCode === 429 && !ACCOUNT_ERRORS.has(name)) return { kind: "later", note, retryAfter };
  // So the client calls what is not the provider's own word: a proxy or firewall may say anything about anything.
  if (name === "application_error") return { kind: "unknown", note, retryAfter };
  if (written && name === "invalid_from_address") return { kind: "refused", note };
  if (ACCOUNT_ERRORS.has(name) || ACCOUNT_STATUS.has(statusCode ?? 0))
    return { kind: "closed", note, retryAfter };
  if (CONTENT_STATUS.has(statusCode ?? 0)) return { kind: "refused", note };
  return { kind: "unknown", note, retryAfter };
}

type Taken = { data?: { id?: string }[]; errors?: { index: number; message: string }[] } | null;

/** In permissive mode the ids of those taken come in order, the refused ones by their place. */
function readTaken(body: Taken, size: number): ProviderAnswer {
  const errors = new Map(body?.errors?.map(({ index, message }) => [index, words(message)]));
  const ids = body?.data;
  if (!Array.isArray(ids)) return { kind: "unknown", note: "200 without a list of ids", retryAfter: 0 };
  const complete = ids.length + errors.size === size;
  let next = 0;
  const outcomes = Array.from({ length: size }, (_, index): Outcome => {
    const refused = errors.get(index);
    if (refused !== undefined) return { refused };
    const id = complete ? ids[next]?.id : undefined;
    next += 1;
    return { id: id ?? null };
  });
  return { kind: "taken", outcomes };
}

const LONGEST_NOTE = 300;

/** The provider's words as we may keep them: one line, no address, no link but its own, no token, not endless. */
export function words(said: unknown): string {
  return String(said)
    .replace(/\p{Cc}+/gu, " ")
    .replace(/("[^"]*"|[^\s<>(),;"`]+)@[^\s"'`<>(),;]+/gu, "[address]")
    .replace(/https?:\/\/\S+/gu, (link) => (/^https:\/\/resend\.com\//.test(link) ? link : "[link]"))
    .replace(/[\w-]{40,}/gu, "[token]")
    .slice(0, LONGEST_NOTE);
}

/**
 * Retry-After (RFC 9110, 10.2.3), seconds or a date, in milliseconds; 0 where it is absent or makes no sense, an hour
 * at most: quotas are raised in between.
 */
export function readRetryAfter(header: string | undefined, now = Date.now()): number {
  if (!header) return 0;
  const wait = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * SECOND : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), HOUR) : 0;
}
