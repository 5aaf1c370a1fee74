import type { Answer } from "./answers";

/** A request as a fault's decider sees it. */
export type Asked = {
  /** 1 for the first request of all, those beyond the limit counted in. */
  number: number;
  method: string;
  path: string;
  key: string | null;
  /** How many mails it brings. */
  size: number;
  body: unknown;
};

/**
 * What goes wrong with one request that passed the key check and the rate limit. `{answer: {status: 500}}` fails before
 * the mails are taken, `{takes: true, answer: {status: 500}}` after; `{answer: "destroy"}` cuts the connection instead of
 * answering, `"hang"` never answers, `{delay: 500}` only takes its time, and
 * `{takes: true, answer: {status: 200, text: "<html>"}}` answers with what is no JSON.
 */
export type Fault = {
  /** Whether the mails are taken all the same, as they are where `answer` is left out. */
  takes?: boolean;
  /** Milliseconds between taking the mails and the answer; the key counts as under way meanwhile. */
  delay?: number;
  /** What comes instead of the proper answer. */
  answer?: Answer | "destroy" | "hang";
};

/** Faults in the order they are to happen, then what a function decides. */
export class Faults {
  readonly #queue: Fault[] = [];

  constructor(public decide: (asked: Asked) => Fault | undefined = () => undefined) {}

  add(fault: Fault, times = 1): void {
    for (let count = 0; count < times; count++) this.#queue.push(fault);
  }

  for(asked: Asked): Fault {
    return this.#queue.shift() ?? this.decide(asked) ?? {};
  }
}
