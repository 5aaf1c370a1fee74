import { createHash } from "node:crypto";
import { type Answer, refusal } from "./answers";

type Remembered = { fingerprint: string; until: number; answer: Answer | null };

/**
 * The provider's memory of idempotency keys: the first answer to a key is given again to the same request, and a
 * different one, or one that comes while the first is under way, is refused.
 * (https://resend.com/docs/dashboard/emails/idempotency-keys)
 */
export class RepeatedKeys {
  readonly #known = new Map<string, Remembered>();

  /** Takes how long an answer is remembered, in milliseconds. */
  constructor(readonly span: number) {}

  /** What to answer at once instead of looking at the request; null where it is the first of its key. */
  begin(key: string, path: string, body: string): Answer | null {
    if (key.length < 1 || key.length > 256) return refusal("invalid_idempotency_key");
    const fingerprint = createHash("sha256").update(`${path}\n${body}`).digest("hex");
    const known = this.#known.get(key);
    if (known && (known.answer === null || known.until > Date.now())) {
      if (known.fingerprint !== fingerprint) return refusal("invalid_idempotent_request");
      return known.answer ?? refusal("concurrent_idempotent_requests");
    }
    this.#known.set(key, { fingerprint, until: 0, answer: null });
    return null;
  }

  /** Ends what `begin` began: with the answer that is given from now on, or null for a request that changed nothing. */
  end(key: string, answer: Answer | null): void {
    const known = this.#known.get(key);
    if (!known) return;
    if (answer) this.#known.set(key, { ...known, answer, until: Date.now() + this.span });
    else this.#known.delete(key);
  }
}
