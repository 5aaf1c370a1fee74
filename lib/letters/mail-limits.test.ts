import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { composersOf } from "@/lib/mail/compose";
import { relayLocally } from "@/lib/mail/relay-locally";
import { forgetMails } from "@/lib/signatures/forget-mails";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { letterConfirmationComposer } from "./compose-letter-confirmation";
import { expireLetters } from "./expire-letters";
import { APP_URL, letterFields, testWriters } from "./test-writers";
import { withdrawLetter } from "./withdraw-letter";

const world = await testDatabase();
const { db, keys, pool } = world;
const NOW = new Date("2026-03-02T23:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const writers = testWriters(world);
const campaign = await makeCampaign(db);
await writers.template(campaign, NOW);
const office = await writers.office(campaign, NOW);
const composers = composersOf({ "confirm-letter": letterConfirmationComposer(keys, APP_URL) });

beforeEach(async () => {
  await pool.query("TRUNCATE letter, outbox_mail, network_use, journal_entry CASCADE");
});

/** As many questions as the relay sends for a new draft. */
async function askedFor(email: string, now: Date): Promise<number> {
  await writers.write({ ...letterFields(campaign, office), email }, now);
  return (await relayLocally({ pool, keys, composers, appUrl: APP_URL, now })).sent;
}

const keep = async (now: Date) => {
  await expireLetters(pool, now);
  await forgetMails(pool, now);
};

test("drafts that ran out go on counting for the mails to a third person, who has three in 14 days and then three more", async () => {
  const email = `${randomUUID()}@example.org`;
  for (const minutes of [0, 16, 32]) expect(await askedFor(email, later(minutes * MINUTE))).toBe(1);
  await keep(later(49 * HOUR));
  expect(await db.letter.count()).toBe(0);
  for (const row of await db.outboxMail.findMany())
    expect(row).toMatchObject({ subjectId: null, addressEnc: null, renderedEnc: null, payloadEnc: null });
  for (const hours of [49, 98, 200, 13.9 * 24]) {
    expect(await askedFor(email, later(hours * HOUR))).toBe(0);
    await keep(later((hours + 49) * HOUR));
  }
  await keep(later(16 * DAY));
  expect(await db.outboxMail.count({ where: { sentAt: { not: null } } })).toBe(0);
  expect(await askedFor(email, later(16 * DAY))).toBe(1);
});

test("so do those that the third person took back at once", async () => {
  const email = `${randomUUID()}@example.org`;
  for (const minutes of [0, 16, 32]) {
    expect(await askedFor(email, later(minutes * MINUTE))).toBe(1);
    const { token } = await writers.draftOf(NOW);
    await withdrawLetter({ pool, keys, now: later(minutes * MINUTE) }, token);
  }
  expect(await db.letter.count()).toBe(0);
  expect(await askedFor(email, later(HOUR))).toBe(0);
});

test("what was never mailed counts for nothing, and its address is nobody's", async () => {
  const email = `${randomUUID()}@example.org`;
  await writers.write({ ...letterFields(campaign, office), email }, NOW);
  const { addressHash: before } = await db.outboxMail.findFirstOrThrow();
  await keep(later(49 * HOUR));
  expect(await db.outboxMail.findMany({ where: { addressHash: before } })).toEqual([]);
  for (const minutes of [0, 16, 32])
    expect(await askedFor(email, later(50 * HOUR + minutes * MINUTE))).toBe(1);
});
