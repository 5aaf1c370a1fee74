import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { Resend } from "resend";
import { describeError, log } from "@/lib/logging/log";
import { MINUTE, SECOND } from "@/lib/time/durations";
import { pauseUnless } from "@/lib/time/pause";
import { actOnAnswer, giveUp } from "./act-on-answer";
import {
  type Batch,
  claimBatch,
  type GatherContext,
  gatherBatch,
  markAttempt,
  type Payload,
  readPayloads,
  releaseBatch,
} from "./batches";
import { DOUBT_AFTER, STALE_AFTER } from "./limits";
import { type ProviderAnswer, readAnswer } from "./provider-answer";
import { noteDeparture, takeTurn, untilOpen } from "./rate-gate";
import { countHeld } from "./relay-locally";
import { dissolveBatch, repeatLater, takeBackAttempt } from "./settle-batch";
import { WRITTEN_PRIORITY } from "./states";

export type ProviderRelayContext = Omit<GatherContext, "now"> & {
  pool: pg.Pool;
  client: Resend;
  /** Digest of provider and key (providerAccount). */
  account: string;
  /** Requests a second that all workers together may make. */
  rate: number;
  clock: () => Date;
  /** Asked again and again: whether the provider may be used at all (sendingWatch). */
  maySend: (now: Date) => Promise<boolean>;
  /**
   * Asked of each batch at the moment its turn has come: whether its mails may still leave, for what they were composed by
   * may have been stopped since. Without it all may.
   */
  mayLeave?: (client: pg.PoolClient, batch: Batch) => Promise<boolean>;
  /** Milliseconds after which an answer is no longer waited for. */
  timeout?: number;
};

/** Requests of one worker under way at once: at 5 a second a provider that takes a second to answer keeps up. */
const LANES = 5;
/** A request that hangs is given up before a stopping worker is killed. */
const TIMEOUT = 15 * SECOND;
/** A batch is made this long before it may leave, so that it is fresh and ready. */
const AHEAD = 300;
/** A turn farther away than this is not waited for with a batch in hand. */
const FAR = 3 * SECOND;
const LOOK_AGAIN = 50;

/**
 * Sends what is due through the provider, at its pace, until nothing is due and nothing under way. Any number of
 * workers may; each mail is in one committed batch, each batch is sent under one idempotency key, by whoever holds its
 * lock. Stops early, after what is under way, when `signal` says so.
 */
export async function drainToProvider(context: ProviderRelayContext, signal: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>();
  try {
    while (!signal.aborted && (await context.maySend(context.clock()))) {
      const wait = await untilOpen(context.pool);
      // What ends while this looks for more may have left something to do.
      const wasIdle = underWay.size === 0;
      if (underWay.size >= LANES) await Promise.race(underWay);
      else if (wait > AHEAD) await pauseUnless(signal, Math.min(wait - AHEAD, SECOND));
      else if (await launchNext(context, signal, underWay)) continue;
      else if (wasIdle) return;
      else await Promise.race([...underWay, pauseUnless(signal, LOOK_AGAIN)]);
    }
  } finally {
    await Promise.all(underWay);
  }
}

/** Starts one request, or puts in order what needs none. Says whether there was anything to do. */
async function launchNext(
  context: ProviderRelayContext,
  signal: AbortSignal,
  underWay: Set<Promise<void>>,
): Promise<boolean> {
  const client = await context.pool.connect();
  try {
    const { batch, payloads: made, held } = await nextBatch(client, context);
    const payloads = made ?? (batch && (await makeReady(client, context, batch)));
    const turn = batch && payloads && (await mayLeave(client, context, batch, signal));
    if (turn) {
      const sending = send(client, context, { batch, payloads, turn }).finally(() =>
        underWay.delete(sending),
      );
      underWay.add(sending);
      return true;
    }
    if (batch) await releaseBatch(client, batch.id);
    client.release();
    return batch !== null || held > 0;
  } catch (error) {
    // The connection's locks go with it.
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

async function nextBatch(
  client: pg.PoolClient,
  context: ProviderRelayContext,
): Promise<{ batch: Batch | null; payloads: Payload[] | null; held: number }> {
  const now = context.clock();
  const claimed = await claimBatch(client, now);
  if (claimed) return { batch: claimed, payloads: null, held: 0 };
  const { batch, payloads, held } = await gatherBatch(client, { ...context, now });
  if (held.length > 0) log().info({ mails: countHeld(held) }, "mails held back");
  return { batch, payloads, held: held.length };
}

/** The payloads of a batch that is neither past all doubt nor stale. Null where it is settled or dissolved instead. */
async function makeReady(
  client: pg.PoolClient,
  { keys, clock, account }: ProviderRelayContext,
  batch: Batch,
): Promise<Payload[] | null> {
  const now = clock();
  const since = (moment: Date) => now.getTime() - moment.getTime();
  if (batch.inDoubtSince && since(batch.inDoubtSince) >= DOUBT_AFTER) {
    await giveUp(client, batch, "no answer for a day", now);
    return null;
  }
  if (batch.inDoubtSince && batch.account !== null && batch.account !== account) {
    // Another worker may still have that key; this one would send the mails a second time.
    await repeatLater(client, batch, { note: "waits for the key it was sent with", wait: MINUTE }, now);
    return null;
  }
  if (!batch.inDoubtSince && since(batch.createdAt) >= STALE_AFTER) {
    await dissolveBatch(client, batch);
    return null;
  }
  const payloads = await readPayloads(client, keys, batch);
  if (!payloads && batch.inDoubtSince) await giveUp(client, batch, "cannot be repeated", now);
  else if (!payloads) await dissolveBatch(client, batch);
  return payloads;
}

/** Writes the attempt down and waits for its turn. */
async function mayLeave(
  client: pg.PoolClient,
  context: ProviderRelayContext,
  batch: Batch,
  signal: AbortSignal,
): Promise<Turn | null> {
  await markAttempt(client, batch, context.account, context.clock());
  const turn = await awaitTurn(context, signal);
  if (turn && (await isStillWanted(client, context, batch))) return turn;
  if (turn && !batch.inDoubtSince) await dissolveBatch(client, batch);
  else await takeBackAttempt(client, batch);
  return null;
}

/** One that the provider may have already is looked at again after a while: repeating it now might be its first arrival. */
async function isStillWanted(
  client: pg.PoolClient,
  { mayLeave, clock }: ProviderRelayContext,
  batch: Batch,
): Promise<boolean> {
  if (!mayLeave || (await mayLeave(client, batch))) return true;
  if (batch.inDoubtSince)
    await repeatLater(client, batch, { note: "its mails were stopped", wait: SECOND }, clock());
  return false;
}

/** A turn, and when it is, by `performance.now()`. */
type Turn = { name: string; at: number };

async function awaitTurn({ pool, rate }: ProviderRelayContext, signal: AbortSignal): Promise<Turn | null> {
  while (!signal.aborted) {
    const { turn, wait } = await takeTurn(pool, rate);
    if (turn) {
      const at = performance.now() + wait;
      await pause(wait);
      return { name: turn, at };
    }
    if (wait > FAR) return null;
    await pauseUnless(signal, wait);
  }
  return null;
}

/** One request and its consequences. A database that fails here loses nothing: the batch is claimed again. */
async function send(
  client: pg.PoolClient,
  context: ProviderRelayContext,
  { batch, payloads, turn }: { batch: Batch; payloads: Payload[]; turn: Turn },
): Promise<void> {
  try {
    const answering = request(context, batch, payloads);
    const departed = departure(context, turn);
    await actOnAnswer(client, context, batch, await answering);
    await departed;
    await releaseBatch(client, batch.id);
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    log().error({ batch: batch.id, error: describeError(error) }, "batch could not be settled");
  }
}

/** Failing costs the next request its second at worst; the answer on its way is waited for all the same. */
async function departure({ pool, rate }: ProviderRelayContext, { name, at }: Turn): Promise<void> {
  try {
    await noteDeparture(pool, rate, { turn: name, late: performance.now() - at });
  } catch (error) {
    log().warn({ error: describeError(error) }, "a late departure could not be noted");
  }
}

async function request(
  { client, timeout = TIMEOUT }: ProviderRelayContext,
  batch: Batch,
  payloads: Payload[],
): Promise<ProviderAnswer> {
  const answer = await client.batch.send(payloads, {
    idempotencyKey: batch.id,
    batchValidation: "permissive",
    signal: AbortSignal.timeout(timeout),
  });
  return readAnswer(answer, { size: payloads.length, written: batch.priority === WRITTEN_PRIORITY });
}
