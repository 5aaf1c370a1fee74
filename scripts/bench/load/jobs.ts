/** What the load process is asked to do. */
export type Job = {
  port: number;
  /** Kept alive, opened before the clock starts. */
  connections: number;
  /** "sign": a sign-up of a new person from a new network each time. */
  request: { kind: "get" | "sign"; path: string };
  /** Ends after so many requests, or so many seconds. */
  until: { requests: number } | { seconds: number };
  /** Requests a second whatever the answers do; without it each connection asks again once it is answered. */
  pace?: number;
  /** The only status that counts as an answer; any other fails the job. */
  status: number;
};

export type LoadResult = {
  requests: number;
  seconds: number;
  /** Milliseconds from when a request was due until its answer was there. */
  p50: number;
  p95: number;
  /** Processor time of the load process meanwhile, seconds. */
  processor: number;
};

export type Order = { id: number; job: Job };
export type Reply = { id: number; result: LoadResult } | { id: number; error: string };
