import { solveChallenge } from "altcha-lib/v1";
import { beforeEach, expect, test, vi } from "vitest";
import { log } from "@/lib/logging/log";
import { PROOF_LARGEST_NUMBER, SUSPECTED_DELAY } from "@/lib/signatures/limits";
import { issueChallenge } from "@/lib/signatures/proof-of-work";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { HOUR, MINUTE, SECOND } from "@/lib/time/durations";
import { letterFields, testWriters } from "./test-writers";

const world = await testDatabase();
const { db, keys, pool } = world;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const writers = testWriters(world);
/** Each moment of a test lies so far from the last that what was counted then is forgotten. */
const clock = { ahead: 0, now: performance.now.bind(performance) };
const forgetCounts = () => {
  clock.ahead += 6 * SECOND;
};
const campaign = await makeCampaign(db);
await writers.template(campaign, NOW);
const office = await writers.office(campaign, NOW);

beforeEach(async () => {
  vi.spyOn(performance, "now").mockImplementation(() => clock.now() + clock.ahead);
  forgetCounts();
  await pool.query("TRUNCATE letter, outbox_mail, network_use CASCADE");
});

/** Letters that were written by as many strangers, of which some got their yes. */
async function crowd(
  count: number,
  { confirmed = 0, at = NOW, of = campaign, to = office } = {},
): Promise<void> {
  for (let n = 0; n < count; n += 1)
    expect(await writers.write(letterFields(of, to), at)).toEqual({ ok: true });
  const some = await db.letter.findMany({ where: { campaignId: of.id }, take: confirmed });
  const where = { id: { in: some.map(({ id }) => id) } };
  await db.letter.updateMany({ where, data: { state: "confirmed", confirmedAt: at } });
}

/** How much later than now the mail about a letter leaves; the answer is the same. */
async function delayOf(sent: Record<string, string> = {}, now = NOW): Promise<number> {
  forgetCounts();
  await pool.query("DELETE FROM outbox_mail");
  expect(await writers.write({ ...letterFields(campaign, office), ...sent }, now)).toEqual({ ok: true });
  const { sendAfter } = await db.outboxMail.findFirstOrThrow({ where: { kind: "confirm-letter" } });
  return sendAfter.getTime() - now.getTime();
}

async function proofFor(subjectId: string): Promise<string> {
  const { maxnumber: _, ...challenge } = await issueChallenge(keys, subjectId, NOW);
  const { challenge: hash, salt } = challenge;
  const solution = await solveChallenge(hash, salt, "SHA-256", PROOF_LARGEST_NUMBER).promise;
  return Buffer.from(JSON.stringify({ ...challenge, number: solution?.number })).toString("base64");
}

const isLate = (delay: number) => delay >= SUSPECTED_DELAY.least && delay < SUSPECTED_DELAY.most;

test("where a crowd's letters wait for a yes, a mail without a new proof of work is late, and one with it is not", async () => {
  const elsewhere = await makeCampaign(db);
  await writers.template(elsewhere, NOW);
  await crowd(50, { of: elsewhere, to: await writers.office(elsewhere, NOW) });
  expect(await delayOf()).toBe(0);
  await crowd(49);
  const altcha = await proofFor(campaign.id);
  expect(await delayOf({ altcha })).toBe(0);
  const late: Record<string, string>[] = [
    {},
    { altcha },
    { altcha: await proofFor(elsewhere.id) },
    { altcha: "nonsense" },
  ];
  for (const sent of late) expect(isLate(await delayOf(sent)), JSON.stringify(sent)).toBe(true);
});

test("an honest trickle is never late, nor is a crowd that stands by its letters, nor one of an hour ago", async () => {
  await crowd(49);
  expect(await delayOf()).toBe(0);
  expect(isLate(await delayOf())).toBe(true);
  expect(await delayOf({}, later(HOUR))).toBe(0);
  await pool.query("TRUNCATE letter CASCADE");
  await crowd(68, { confirmed: 17 });
  expect(await delayOf()).toBe(0);
  expect(isLate(await delayOf({}, later(MINUTE)))).toBe(true);
});

test("who has said yes to a letter before is asked at once", async () => {
  const email = "znama@example.org";
  await writers.confirmed(campaign, office, NOW, { email });
  await crowd(51);
  expect(isLate(await delayOf())).toBe(true);
  expect(await delayOf({ email })).toBe(0);
});

/** What an hour's stream says yes to: three of ten, a minute after they were asked. */
async function confirmSome(now: Date): Promise<void> {
  await pool.query(
    `UPDATE letter l SET state = 'confirmed', confirmed_at = $1 FROM outbox_mail m
     WHERE m.subject_id = l.id AND l.country = 'CZ' AND l.state = 'draft' AND m.send_after <= $1::timestamptz - interval '1 minute'`,
    [now],
  );
}

test("the brake ends by itself: an hour after an attack, honest people without script are asked at once", async () => {
  await crowd(120);
  const late: Record<number, number> = {};
  for (let minute = 4; minute <= 128; minute += 4) {
    const now = later(minute * MINUTE);
    forgetCounts();
    await confirmSome(now);
    for (let n = 0; n < 10; n += 1) {
      const country = n < 3 ? "CZ" : "PL";
      expect(await writers.write({ ...letterFields(campaign, office), country }, now)).toEqual({ ok: true });
    }
    late[minute] = await db.outboxMail.count({ where: { createdAt: now, sendAfter: { gt: now } } });
  }
  expect(late).toMatchObject({ 4: 10, 32: 10, 56: 10 });
  expect(Object.entries(late).filter(([minute, count]) => Number(minute) >= 100 && count > 0)).toEqual([]);
});

test("an attack costs one count in some seconds, and two lines of the log, which tell of no letter", async () => {
  const lines = [vi.spyOn(log(), "warn"), vi.spyOn(log(), "info")] as const;
  const statements = vi.spyOn(pool, "query");
  const said = () => lines.map((line) => line.mock.calls.filter(([fields]) => "waiting" in Object(fields)));
  await crowd(60);
  const counts = () => statements.mock.calls.filter(([text]) => String(text).includes("count(confirmed_at)"));
  expect([counts().length, said()]).toEqual([1, [[], []]]);
  for (let times = 0; times < 3; times += 1) {
    forgetCounts();
    await crowd(3);
  }
  expect(counts()).toHaveLength(4);
  const fields = (waiting: number) => ({ campaignId: campaign.id, waiting, confirmed: 0 });
  expect(said()).toEqual([[[fields(60), "letters are defended"]], []]);
  forgetCounts();
  await crowd(1, { at: later(2 * HOUR) });
  expect(said()[1]).toEqual([[fields(0), "letters are calm again"]]);
});
