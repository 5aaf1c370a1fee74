import type { LoadResult } from "./load/jobs";
import { processorTime, type Served } from "./processes";
import type { Stage } from "./stage";

/** One side of a comparison: what is asked of which server. */
export type Side = { served: Served; ask(): Promise<LoadResult> };

/** What a side did, round by round. */
export type Tally = {
  /** Requests a second. */
  rates: number[];
  requests: number;
  /** Microseconds of processor time a request, of the server and of the client; null where not known. */
  server: number | null;
  client: number;
};

/**
 * Asks two sides in turn, so that what else the machine does falls on both. The first round of each warms up and is
 * left out: a process that has just started runs uncompiled code.
 */
export async function alternate(stage: Stage, rounds: number, sides: [Side, Side]): Promise<[Tally, Tally]> {
  const tallies: [Tally, Tally] = [emptyTally(), emptyTally()];
  for (let round = 0; round <= rounds; round += 1) {
    for (const index of [0, 1] as const) {
      stage.stop.check();
      await askOnce(sides[index], round === 0 ? emptyTally() : tallies[index]);
    }
  }
  return tallies;
}

/** One round of one side, added to its tally. */
export async function askOnce({ served, ask }: Side, tally: Tally): Promise<void> {
  const before = processorTime(served.pid);
  const result = await ask();
  const after = processorTime(served.pid);
  const earlier = tally.requests;
  const mean = (sofar: number, seconds: number) =>
    (sofar * earlier + seconds * 1e6) / (earlier + result.requests);
  tally.rates.push(result.requests / result.seconds);
  tally.client = mean(tally.client, result.processor);
  tally.server = before === null || after === null ? null : mean(tally.server ?? 0, after - before);
  tally.requests += result.requests;
}

export function emptyTally(): Tally {
  return { rates: [], requests: 0, server: null, client: 0 };
}

/** Processor time in words; it hardly depends on what else the machine does, and rates do. */
export function describeCost(own: Tally, other: Tally): string {
  const micro = (value: number | null) => (value === null ? "?" : `${Math.round(value)} µs`);
  return `processor time a request ${micro(own.server)} against ${micro(other.server)} (client ${micro(own.client)} and ${micro(other.client)})`;
}
