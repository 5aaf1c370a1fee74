import { percentile } from "../figures";
import { Connection } from "./connection";
import type { Job, LoadResult } from "./jobs";
import { makeRequest } from "./requests";

type Ask = (connection: Connection, due: number, next: (connection: Connection) => void) => void;

/** Runs one job. Refuses (throws) at the first answer that is not the expected one: a fast refusal is no result. */
export async function runJob(job: Job): Promise<LoadResult> {
  const nextRequest = prepareRequests(job);
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => Connection.open(job.port)),
  );
  const latencies: number[] = [];
  const processor = process.cpuUsage();
  const began = performance.now();
  try {
    await new Promise<void>((done, fail) => {
      const ask: Ask = (connection, due, next) =>
        connection.ask(
          nextRequest(),
          (status) => {
            latencies.push(performance.now() - due);
            if (status === job.status) next(connection);
            else fail(new Error(`${job.request.path} answered ${status} instead of ${job.status}`));
          },
          fail,
        );
      if (job.pace) askAtPace(job, job.pace, connections, ask, done);
      else askAgainAndAgain(job, connections, ask, done);
    });
  } finally {
    for (const connection of connections) connection.close();
  }
  const used = process.cpuUsage(processor);
  return {
    requests: latencies.length,
    seconds: (performance.now() - began) / 1000,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    processor: (used.user + used.system) / 1e6,
  };
}

/** Sign-ups are written before the clock starts, for writing one costs as much as sending it. */
function prepareRequests({ request, until }: Job): () => Buffer {
  if (request.kind === "get") {
    const same = makeRequest(request);
    return () => same;
  }
  if (!("requests" in until)) throw new Error("sign-ups are prepared, so their number must be known");
  const prepared = Array.from({ length: until.requests }, () => makeRequest(request));
  return () => prepared.pop() as Buffer;
}

/** Closed loop: as many requests under way as there are connections. */
function askAgainAndAgain({ until }: Job, connections: Connection[], ask: Ask, done: () => void): void {
  const end = "seconds" in until ? performance.now() + until.seconds * 1000 : Infinity;
  let left = "requests" in until ? until.requests : Infinity;
  let underWay = 0;
  const next = (connection: Connection) => {
    underWay -= 1;
    begin(connection);
  };
  const begin = (connection: Connection) => {
    const now = performance.now();
    if (left > 0 && now < end) {
      left -= 1;
      underWay += 1;
      ask(connection, now, next);
    } else if (underWay === 0) done();
  };
  for (const connection of connections) begin(connection);
}

/**
 * Open loop: a request falls due at its time whether or not earlier ones are answered, and its latency counts from
 * then, waiting for a free connection included. A server that stalls cannot slow its own measurement down.
 */
function askAtPace(
  { until }: Job,
  pace: number,
  connections: Connection[],
  ask: Ask,
  done: () => void,
): void {
  const total = "requests" in until ? until.requests : Math.round(until.seconds * pace);
  const began = performance.now();
  const free = [...connections];
  let asked = 0;
  let answered = 0;
  const next = (connection: Connection) => {
    answered += 1;
    free.push(connection);
    if (answered === total) {
      clearInterval(clock);
      done();
    } else askWhatIsDue();
  };
  const askWhatIsDue = () => {
    const now = performance.now();
    for (
      let due = began + (asked * 1000) / pace;
      asked < total && due <= now;
      due = began + (asked * 1000) / pace
    ) {
      const connection = free.pop();
      if (!connection) return;
      asked += 1;
      ask(connection, due, next);
    }
  };
  const clock = setInterval(askWhatIsDue, 1);
}
