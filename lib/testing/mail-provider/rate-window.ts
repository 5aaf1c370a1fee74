/**
 * A strict limit: no second, wherever it begins, holds more than `limit` admitted requests. Those that are turned
 * away do not count.
 */
export class RateWindow {
  readonly #admitted: number[] = [];

  constructor(readonly limit: number) {}

  /** Asks for one request now. Says whether it is let in, and the headers that go with the answer. */
  admit(): { admitted: boolean; headers: Record<string, string> } {
    const now = performance.now();
    while (this.#admitted[0] !== undefined && this.#admitted[0] <= now - 1_000) this.#admitted.shift();
    const admitted = this.#admitted.length < this.limit;
    if (admitted) this.#admitted.push(now);
    const reset = Math.max(1, Math.ceil(((this.#admitted[0] ?? now) + 1_000 - now) / 1_000));
    return {
      admitted,
      headers: {
        "ratelimit-limit": String(this.limit),
        "ratelimit-remaining": String(Math.max(0, this.limit - this.#admitted.length)),
        "ratelimit-reset": String(reset),
        ...(admitted ? {} : { "retry-after": String(reset) }),
      },
    };
  }
}
