import { randomUUID } from "node:crypto";
import type pg from "pg";
import { beforeEach } from "vitest";
import { applyEvents } from "@/lib/mail/apply-events";
import type { Batch } from "@/lib/mail/batches";
import { composersOf } from "@/lib/mail/compose";
import type { EventKind } from "@/lib/mail/read-event";
import { recordEvents } from "@/lib/mail/record-event";
import { type MailProvider, SENDER } from "@/lib/testing/mail-provider";
import { NOW, relayWorld } from "@/lib/testing/relay-world";
import { makeCampaign } from "@/lib/testing/world";
import { letterConfirmationComposer } from "./compose-letter-confirmation";
import { letterComposer, lettersMayLeave } from "./compose-letter-mail";
import { officeTroubleComposer } from "./compose-office-trouble";
import { dispatchLetters } from "./dispatch-letters";
import { followMails } from "./follow-mails";
import { APP_URL, testWriters } from "./test-writers";

/** What tests of letters on their way need: a campaign, writers, and the worker's loops as single steps. */
export async function leavingWorld() {
  const world = await relayWorld();
  const { db, keys, pool } = world;
  const writers = testWriters(world);
  const campaign = await makeCampaign(db);
  await writers.template(campaign, NOW);
  beforeEach(async () => {
    await pool.query("TRUNCATE letter, network_use, office_gate CASCADE");
  });

  const composers = composersOf({
    "confirm-letter": letterConfirmationComposer(keys, APP_URL),
    letter: letterComposer(keys, { from: "vigil@example.org", replyDomain: "answers.example.org" }),
    "office-trouble": officeTroubleComposer(),
  });
  const dispatch = (now: Date) => dispatchLetters({ pool, keys, clock: () => now, random: () => 0.5 });
  const follow = (now: Date, ownerEmail?: string) =>
    followMails({ pool, keys, clock: () => now, ownerEmail });
  const mayLeave = (client: pg.PoolClient, { members }: Batch) => lettersMayLeave(client, members);
  const relay = (to: MailProvider, now: Date) => world.relay(to, { composers, now, mayLeave, from: SENDER });
  const stateOf = async (id: string) => {
    const { state, heldFor } = await db.letter.findUniqueOrThrow({ where: { id } });
    return heldFor ? `${state} for ${heldFor}` : state;
  };

  /** A letter that has left through a provider. */
  async function leave(
    to: MailProvider,
    office: Awaited<ReturnType<typeof writers.office>>,
    now: Date,
    sent: Record<string, string> = {},
  ) {
    const letter = await writers.confirmed(campaign, office, now, sent);
    await pool.query("UPDATE office_gate SET next_at = $1", [now]);
    await dispatch(now);
    await relay(to, now);
    await follow(now);
    return letter;
  }

  /** What the provider says of the last mail it took. */
  async function happens(provider: MailProvider, kind: EventKind, to: string, now: Date) {
    const providerId = provider.accepted.at(-1)?.id ?? "";
    await recordEvents(
      pool,
      keys,
      [{ id: `msg_${randomUUID()}`, signedAt: now, providerId, kind, at: now, to }],
      now,
    );
    await applyEvents(pool, [providerId], now);
    await follow(now, "owner@example.org");
  }

  return {
    ...world,
    relayAs: world.relay,
    writers,
    campaign,
    composers,
    mayLeave,
    dispatch,
    follow,
    relay,
    stateOf,
    leave,
    happens,
  };
}
