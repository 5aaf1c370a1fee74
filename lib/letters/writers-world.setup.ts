import { beforeEach } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { dispatchLetters } from "./dispatch-letters";
import { letterFields, testWriters } from "./test-writers";

/** The moment at which tests of letters begin: a Monday noon. */
export const NOW = new Date("2026-03-02T12:00:00Z");
export const later = (span: number) => new Date(NOW.getTime() + span);

/** A database with a campaign that has a template, an office whose address was checked, and writers; no letter at first. */
export async function writersWorld() {
  const world = await testDatabase();
  const { db, keys, pool } = world;
  const writers = testWriters(world);
  const campaign = await makeCampaign(db);
  await writers.template(campaign, NOW);
  const office = await writers.office(campaign, NOW);

  beforeEach(async () => {
    await pool.query(
      "TRUNCATE letter, letter_writer_use, outbox_mail, network_use, journal_entry, audit_entry CASCADE",
    );
  });

  return {
    ...{ db, keys, pool, writers, campaign, office },
    context: (now = NOW) => ({ pool, keys, now }),
    desk: (now = NOW) => ({ pool, db, keys, now, actor: "command:letters" }),
    /** What somebody sends for the office. */
    fieldsFor: (sent: Record<string, string> = {}) => ({ ...letterFields(campaign, office), ...sent }),
    row: (id: string) => db.letter.findUniqueOrThrow({ where: { id } }),
    /** Gives every office a turn at a moment. */
    async dispatch(now: Date) {
      await pool.query("UPDATE office_gate SET next_at = $1", [now]);
      await dispatchLetters({ pool, keys, clock: () => now });
    },
  };
}
