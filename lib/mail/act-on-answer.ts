import type pg from "pg";
import { log } from "@/lib/logging/log";
import { applyEvents } from "./apply-events";
import type { Batch } from "./batches";
import type { ProviderAnswer } from "./provider-answer";
import { closeGate, noteFailure, noteSuccess } from "./rate-gate";
import { pauseAfter, repeatLater, settleAll, settleTaken, splitBatch, tryLater } from "./settle-batch";

/** Does what the provider's answer to a batch asks for: to its mails, to the batch, to the pace of all workers. */
export async function actOnAnswer(
  client: pg.PoolClient,
  { pool, clock }: { pool: pg.Pool; clock: () => Date },
  batch: Batch,
  answer: ProviderAnswer,
): Promise<void> {
  const now = clock();
  const wait = Math.max(pauseAfter(batch.attempts + 1), "retryAfter" in answer ? answer.retryAfter : 0);
  switch (answer.kind) {
    case "taken": {
      const { providerIds, ...mails } = await settleTaken(client, batch, answer.outcomes, now);
      log().info({ mails }, "mails handed to the provider");
      await noteSuccess(pool);
      await applyEvents(pool, providerIds, now);
      return;
    }
    case "refused":
      // An attempt before this one may have been taken, under this key: no other key may be tried.
      if (batch.inDoubtSince) return unclear(client, pool, batch, { ...answer, wait, retryAfter: 0 }, now);
      if (batch.members.length > 1) await splitBatch(client, batch, now);
      else await settleAll(client, batch, "failed", answer.note, now);
      log().warn({ mails: batch.members.length, answer: answer.note }, "the provider refuses a batch");
      return noteSuccess(pool);
    case "later":
      await tryLater(client, batch, { note: answer.note, wait }, now);
      log().warn({ answer: answer.note }, "the provider asks for patience");
      return noteFailure(pool, answer);
    case "closed":
      await tryLater(client, batch, { note: answer.note, wait }, now);
      log().error({ answer: answer.note }, "the provider takes no mail from us; mails wait");
      return closeGate(pool, answer);
    case "conflict":
      return giveUp(client, batch, answer.note, now);
    case "unknown":
      return unclear(client, pool, batch, { ...answer, wait }, now);
  }
}

/** Nobody knows whether the provider has the batch. */
async function unclear(
  client: pg.PoolClient,
  pool: pg.Pool,
  batch: Batch,
  answer: { note: string; wait: number; retryAfter: number },
  now: Date,
): Promise<void> {
  await repeatLater(client, batch, answer, now);
  const said = { answer: answer.note, attempts: batch.attempts + 1 };
  log().warn(said, "no clear answer from the provider; the same request goes out again");
  await noteFailure(pool, answer);
}

/** Nobody will ever know whether these were sent: they are shown to the operator and not sent again. */
export async function giveUp(client: pg.PoolClient, batch: Batch, note: string, now: Date): Promise<void> {
  await settleAll(client, batch, "doubt", note, now);
  log().error({ mails: batch.members.length, note }, "mails are in doubt and not sent again");
}
