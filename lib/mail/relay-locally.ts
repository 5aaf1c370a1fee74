import type pg from "pg";
import { seal } from "@/lib/crypto/seal";
import { inTransaction } from "@/lib/db/transaction";
import { log } from "@/lib/logging/log";
import {
  BATCH_SIZE,
  type HeldMail,
  type PrepareContext,
  prepareMails,
  type ReadyMail,
} from "./prepare-mails";

export type LocalRelayContext = PrepareContext & { pool: pg.Pool };
export type RelayResult = { sent: number; deferred: number; dropped: number; failed: number };

/**
 * One pass without a provider: delivering means keeping the sealed mail for /outbox, in the same transaction that
 * took the row, so each is delivered once.
 */
export function relayLocally(context: LocalRelayContext): Promise<RelayResult> {
  return inTransaction(context.pool, async (client) => {
    const { ready, held } = await prepareMails(client, context);
    await keep(client, context, ready);
    return { sent: ready.length, ...countHeld(held) };
  });
}

/** Held mails by what became of them. */
export function countHeld(held: HeldMail[]): Omit<RelayResult, "sent"> {
  const count = (state: HeldMail["state"]) => held.filter((mail) => mail.state === state).length;
  return { deferred: count("waiting"), dropped: count("dropped"), failed: count("failed") };
}

async function keep(
  client: pg.PoolClient,
  { keys, now }: LocalRelayContext,
  ready: ReadyMail[],
): Promise<void> {
  const sealed = ready.map(({ to, mail }) =>
    seal(keys, "mail-fields", "outbox_mail.rendered", JSON.stringify({ to, ...mail })),
  );
  await client.query(
    `UPDATE outbox_mail m SET state = 'sent', rendered_enc = o.rendered, sent_at = $3, note = NULL, attempts = m.attempts + 1, address_enc = NULL, payload_enc = NULL
     FROM unnest($1::uuid[], $2::bytea[]) AS o(id, rendered) WHERE m.id = o.id`,
    [ready.map(({ id }) => id), sealed, now],
  );
}

/** Relays until nothing more is due, logging counts only. */
export async function drainLocally(
  context: Omit<LocalRelayContext, "now">,
  clock: () => Date,
): Promise<void> {
  for (;;) {
    const mails = await relayLocally({ ...context, now: clock() });
    const handled = mails.sent + mails.deferred + mails.dropped + mails.failed;
    if (handled > 0) log().info({ mails }, "mails relayed");
    if (handled < BATCH_SIZE) return;
  }
}
