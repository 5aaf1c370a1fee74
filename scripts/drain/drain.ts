import { setTimeout as wait } from "node:timers/promises";
import { withClient } from "@/lib/db/connection";
import { type MailProvider, PROVIDER_KEY, SENDER, startMailProvider } from "@/lib/testing/mail-provider";
import type { Asked, Fault } from "@/lib/testing/mail-provider/faults";
import { recipients } from "@/lib/testing/mail-provider/mails";
import { SECOND } from "@/lib/time/durations";
import { chance } from "./chance";
import { startWorkers, type Workers } from "./workers";

export type DrainPlan = {
  databaseUrl: string;
  secret: string;
  /** Confirmation mails that wait in that database. */
  mails: number;
  workers: number;
  /** MAIL_RATE. */
  rate: number;
  /** Requests that the provider lets in within any second. */
  limit: number;
  /** How the provider answers. */
  answers?: (asked: Asked) => Fault;
  /** Workers that are killed hard, at random moments of the run. */
  kills?: number;
  /** An open file for what the workers say. */
  output: number;
  seed?: number;
  signal?: AbortSignal;
};

export type Drained = {
  /** Addresses that got a mail, and how often in all. */
  reached: string[];
  /** Requests a second that the provider let in, from the first to the last batch that had not been tried before. */
  rate: number;
  /** The same to the last request of all: what failed near the end is tried again after a pause, with nothing else left to send. */
  rateToTheEnd: number;
  requests: number;
  /** Requests beyond the limit, which the provider turned away. */
  turnedAway: number;
  /** Seconds from the first request to the last. */
  seconds: number;
  killed: number;
  /** Seconds of processor time of the workers, that of the killed ones not counted; null where not known. */
  processor: number | null;
};

const PATIENCE = 240 * SECOND;
/** Mails in a request. */
const BATCH_SIZE = 100;
/** Milliseconds between two batches at five a second: a kill hits any moment of a worker's turn. */
const BETWEEN_BATCHES = 200;
type Admitted = { at: number; key: string | null };

/** Lets workers send what waits through a provider, until it has all of it and every batch is settled or PATIENCE is over. */
export async function drain(plan: DrainPlan): Promise<Drained> {
  const admitted: Admitted[] = [];
  const provider = await startMailProvider({
    limit: plan.limit,
    faults: (asked) => {
      if (asked.path === "/emails/batch") admitted.push({ at: performance.now(), key: asked.key });
      return plan.answers?.(asked) ?? {};
    },
  });
  const workers = startWorkers(plan.workers, environment(plan, provider.url), plan.output);
  try {
    const [killed] = await Promise.all([killSome(plan, provider, workers), untilSettled(plan)]);
    const processor = workers.processorTime();
    await workers.stop();
    return { ...summary(provider, admitted), killed, processor };
  } finally {
    await workers.stop();
    await provider.stop();
  }
}

function environment({ databaseUrl, secret, rate }: DrainPlan, url: string): NodeJS.ProcessEnv {
  const { LOG_LEVEL, ...inherited } = process.env;
  return {
    ...inherited,
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    APP_SECRET: secret,
    APP_URL: "http://localhost:3000",
    RESEND_API_KEY: PROVIDER_KEY,
    RESEND_BASE_URL: url,
    MAIL_FROM: SENDER,
    MAIL_RATE: String(rate),
  };
}

/**
 * Spreads the kills over the run: each comes at a random moment of its own share of the mails, and hits any of the
 * workers, at work or just starting. Returns how many there were.
 */
async function killSome(plan: DrainPlan, provider: MailProvider, workers: Workers): Promise<number> {
  const random = chance(plan.seed ?? 1);
  const kills = plan.kills ?? 0;
  const until = Date.now() + PATIENCE;
  for (let kill = 0; kill < kills; kill += 1) {
    const moment = ((kill + random()) / kills) * plan.mails - BATCH_SIZE;
    const pause = random() * BETWEEN_BATCHES;
    await untilTaken(provider, moment, until);
    await wait(pause);
    const victim = anyOf(workers.pids(), random());
    if (victim === undefined) throw new Error("no worker runs");
    process.kill(victim, "SIGKILL");
  }
  return kills;
}

/** Waits for a number of mails at the provider. */
async function untilTaken(provider: MailProvider, mails: number, until: number): Promise<void> {
  while (provider.accepted.length < mails) {
    if (Date.now() > until) throw new Error(`the provider has only ${provider.accepted.length} mails`);
    await wait(10);
  }
}

function anyOf<T>(all: T[], random: number): T | undefined {
  return all[Math.floor(random * all.length)];
}

/** Nothing waits any more, and of nothing is it unknown whether the provider has it. */
async function untilSettled({ databaseUrl, signal }: DrainPlan): Promise<void> {
  const until = Date.now() + PATIENCE;
  await withClient(databaseUrl, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ open: number }>(
        "SELECT count(*)::int AS open FROM outbox_mail WHERE state IN ('waiting', 'batched')",
      );
      if (rows[0]?.open === 0 || Date.now() > until || signal?.aborted) return;
      await wait(200);
    }
  });
}

function summary(provider: MailProvider, admitted: Admitted[]): Omit<Drained, "killed" | "processor"> {
  const batches = admitted.filter(({ key }) => key !== null);
  const lastNew = batches.findLastIndex(
    ({ key }, index) => batches.findIndex((one) => one.key === key) === index,
  );
  const posts = provider.requests.filter(({ path }) => path === "/emails/batch").length;
  return {
    reached: provider.accepted.flatMap(({ mail }) => recipients(mail)),
    rate: pace(batches.slice(0, lastNew + 1)),
    rateToTheEnd: pace(batches),
    requests: batches.length,
    turnedAway: posts - batches.length,
    seconds: ((batches.at(-1)?.at ?? 0) - (batches[0]?.at ?? 0)) / SECOND,
  };
}

/** Requests a second; n requests span n - 1 gaps. */
function pace(requests: Admitted[]): number {
  const [first, last] = [requests[0], requests.at(-1)];
  if (!first || !last || first === last) return 0;
  return ((requests.length - 1) * SECOND) / (last.at - first.at);
}
