import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE, SECOND } from "@/lib/time/durations";
import { dispatchLetters } from "./dispatch-letters";
import { testWriters } from "./test-writers";
import { withdrawLetter } from "./withdraw-letter";

const world = await testDatabase();
const { db, keys, pool } = world;
/** A Monday noon in Seoul. */
const NOW = new Date("2026-03-02T03:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const writers = testWriters(world);
const campaign = await makeCampaign(db);
const other = await makeCampaign(db);
for (const each of [campaign, other]) await writers.template(each, NOW);

beforeEach(async () => {
  await pool.query("TRUNCATE letter, outbox_mail, network_use, office_gate CASCADE");
});

const dispatch = (now: Date, random = 0.5) =>
  dispatchLetters({ pool, keys, clock: () => now, random: () => random });
/** Ids of letters in the order in which they were sent on their way. */
async function left(): Promise<string[]> {
  const events = await db.letterEvent.findMany({ where: { kind: "leaving" }, orderBy: { at: "asc" } });
  return events.map(({ letterId }) => letterId);
}
/** Somebody looks at the office's site, and finds an address. */
const check = (targetId: string, checkedAt: Date, email: string) =>
  db.targetCheck.create({
    data: {
      ...{ id: crypto.randomUUID(), targetId, checkedAt, email },
      ...{ checkedBy: "command:test", sourceUrl: "https://urad.example/" },
    },
  });
const gateOf = (office: { address: string }) =>
  db.officeGate.findUniqueOrThrow({ where: { address: office.address } });

test("each letter leaves once, one at a time, at the office's pace; a draft or a held one never does", async () => {
  const office = await writers.office(campaign, NOW, { perHour: 60 });
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.push((await writers.confirmed(campaign, office, later(n))).id);
  await writers.confirmed(campaign, office, NOW, { text: "Vážená paní,\n\nYou scum.\n\nŁucja", claims: "" });
  await writers.confirmed(campaign, office, NOW, { channel: "hand-over" });
  await writers.write(
    {
      ...(await writers.confirmed(campaign, office, NOW, { channel: "hand-over" })).fields,
      email: "nova@example.org",
    },
    NOW,
  );
  expect(await dispatch(later(SECOND))).toBe(1);
  expect(await dispatch(later(59 * SECOND))).toBe(0);
  expect(await dispatch(later(61 * SECOND))).toBe(1);
  expect(await dispatch(later(DAY))).toBe(1);
  expect(await dispatch(later(2 * DAY))).toBe(0);
  expect(await left()).toEqual(ids);
  const mails = await db.outboxMail.findMany({ where: { kind: "letter" } });
  expect(mails.map(({ subjectId }) => subjectId).sort()).toEqual(ids.toSorted());
  expect(mails.every(({ priority, state }) => priority === 5 && state === "waiting")).toBe(true);
});

test("many workers at once send each letter once", async () => {
  const offices = await Promise.all(Array.from({ length: 4 }, () => writers.office(campaign, NOW)));
  for (const office of offices) for (let n = 0; n < 5; n += 1) await writers.confirmed(campaign, office, NOW);
  for (let tick = 0; tick < 30; tick += 1)
    await Promise.all(Array.from({ length: 4 }, () => dispatch(later(tick * 100))));
  expect(await db.letter.count({ where: { state: "leaving" } })).toBe(20);
  const ids = await left();
  expect(new Set(ids).size).toBe(20);
  expect(ids).toHaveLength(20);
  expect(await db.outboxMail.count({ where: { kind: "letter" } })).toBe(20);
});

test("campaigns that write to one office take turns, however many letters one of them has", async () => {
  const office = await writers.office(campaign, NOW, { perHour: 60 });
  const same = await writers.office(other, NOW, { address: office.address, perHour: 60 });
  const many: string[] = [];
  for (let n = 0; n < 5; n += 1) many.push((await writers.confirmed(campaign, office, later(n))).id);
  const few: string[] = [];
  for (let n = 0; n < 2; n += 1) few.push((await writers.confirmed(other, same, later(10 + n))).id);
  for (let tick = 1; tick <= 7; tick += 1) await dispatch(later(tick * 2 * MINUTE));
  const order = (await left()).map((id) => (many.includes(id) ? "many" : "few"));
  expect(order.slice(0, 4).sort()).toEqual(["few", "few", "many", "many"]);
  expect(order[0]).not.toBe(order[1]);
  expect(order.slice(4)).toEqual(["many", "many", "many"]);
});

test("a writer whose letters just left elsewhere lets others go first", async () => {
  const [one, two] = [await writers.office(campaign, NOW), await writers.office(campaign, NOW)];
  const email = "pilna@example.org";
  await writers.confirmed(campaign, one, NOW, { email });
  await dispatch(later(SECOND));
  const busy = await writers.confirmed(campaign, two, later(2 * SECOND), { email });
  const fresh = await writers.confirmed(campaign, two, later(3 * SECOND));
  await dispatch(later(4 * SECOND));
  await dispatch(later(5 * SECOND));
  expect((await left()).slice(1)).toEqual([fresh.id, busy.id]);
});

test("a frozen office, a paused one and a frozen campaign send nothing; another campaign goes on", async () => {
  const office = await writers.office(campaign, NOW);
  const same = await writers.office(other, NOW, { address: office.address });
  const mine = await writers.confirmed(campaign, office, NOW);
  const theirs = await writers.confirmed(other, same, NOW);
  const set = (sql: string) => pool.query(sql);
  await set("UPDATE office_gate SET frozen_at = now(), frozen_by = 'x'");
  expect(await dispatch(later(MINUTE))).toBe(0);
  await set(
    "UPDATE office_gate SET frozen_at = NULL, frozen_by = NULL, paused_at = now(), pause_note = 'bounced'",
  );
  expect(await dispatch(later(MINUTE))).toBe(0);
  await set("UPDATE office_gate SET paused_at = NULL, pause_note = NULL");
  await pool.query("UPDATE campaign SET letters_frozen_at = now(), letters_frozen_by = 'x' WHERE id = $1", [
    campaign.id,
  ]);
  for (let tick = 1; tick < 5; tick += 1) await dispatch(later(tick * MINUTE));
  expect(await left()).toEqual([theirs.id]);
  await set("UPDATE campaign SET letters_frozen_at = NULL, letters_frozen_by = NULL");
  await dispatch(later(HOUR));
  expect(await left()).toEqual([theirs.id, mine.id]);
});

test("a letter whose office has another address by now goes to that; one whose check is too old waits for a new one", async () => {
  const office = await writers.office(campaign, NOW);
  const { id } = await writers.confirmed(campaign, office, NOW);
  await check(office.id, later(1), "nova@urad.example");
  expect(await dispatch(later(MINUTE))).toBe(1);
  expect(await db.letter.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "leaving",
    office: "nova@urad.example",
  });
  const old = await writers.office(campaign, later(-89 * DAY));
  const waiting = await writers.confirmed(campaign, old, NOW);
  const valid = await writers.office(campaign, NOW);
  const other = await writers.confirmed(campaign, valid, later(2));
  expect(await dispatch(later(2 * DAY))).toBe(1);
  expect((await left()).at(-1)).toBe(other.id);
  expect(await db.letter.findUniqueOrThrow({ where: { id: waiting.id } })).toMatchObject({
    state: "queued",
    heldFor: null,
  });
  await check(old.id, later(2 * DAY), old.address);
  expect(await dispatch(later(2 * DAY))).toBe(1);
  expect((await left()).at(-1)).toBe(waiting.id);
});

test("a campaign whose turn it is, with a letter that somebody holds, keeps no other campaign waiting", async () => {
  const office = await writers.office(campaign, NOW);
  const same = await writers.office(other, NOW, { address: office.address });
  const held = await writers.confirmed(campaign, office, NOW);
  await dispatch(later(SECOND));
  const mine = await writers.confirmed(other, same, NOW);
  await dispatch(later(2 * SECOND));
  const locked = await writers.confirmed(campaign, office, later(3 * SECOND));
  const theirs = await writers.confirmed(other, same, later(4 * SECOND));
  const client = await pool.connect();
  await client.query("BEGIN");
  await client.query("SELECT FROM letter WHERE id = $1 FOR UPDATE", [locked.id]);
  expect(await dispatch(later(MINUTE))).toBe(1);
  await client.query("ROLLBACK");
  client.release();
  expect(await left()).toEqual([held.id, mine.id, theirs.id]);
  await dispatch(later(2 * MINUTE));
  expect((await left()).at(-1)).toBe(locked.id);
});

test("an office that is none any more keeps no other at its address waiting", async () => {
  const office = await writers.office(campaign, NOW);
  const same = await writers.office(other, NOW, { address: office.address });
  const closed = await writers.confirmed(campaign, office, NOW);
  const theirs = await writers.confirmed(other, same, later(1));
  await db.target.update({ where: { id: office.id }, data: { kind: "none" } });
  expect(await dispatch(later(MINUTE))).toBe(1);
  expect(await left()).toEqual([theirs.id]);
  expect((await db.letter.findUniqueOrThrow({ where: { id: closed.id } })).state).toBe("queued");
});

test("an office whose only letter somebody holds keeps no other office waiting", async () => {
  const [one, two] = [await writers.office(campaign, NOW), await writers.office(campaign, later(1))];
  const locked = await writers.confirmed(campaign, one, NOW);
  const free = await writers.confirmed(campaign, two, NOW);
  await pool.query("UPDATE office_gate SET next_at = $1 WHERE address = $2", [later(-DAY), one.address]);
  const client = await pool.connect();
  await client.query("BEGIN");
  await client.query("SELECT FROM letter WHERE id = $1 FOR UPDATE", [locked.id]);
  expect(await dispatch(later(MINUTE))).toBe(1);
  expect(await left()).toEqual([free.id]);
  await client.query("ROLLBACK");
  client.release();
  expect(await dispatch(later(MINUTE))).toBe(1);
});

test.each(["paused", "won", "lost", "superseded"])(
  "a campaign that is %s has no letter leave",
  async (state) => {
    const office = await writers.office(campaign, NOW);
    const { id } = await writers.confirmed(campaign, office, NOW);
    await db.campaign.update({ where: { id: campaign.id }, data: { state } });
    expect(await dispatch(later(MINUTE))).toBe(0);
    await db.campaign.update({ where: { id: campaign.id }, data: { state: "live" } });
    expect(await dispatch(later(MINUTE))).toBe(1);
    expect(await left()).toEqual([id]);
  },
);

test("a writer who withdraws while the turn comes either keeps the letter or sees it leave, never both", async () => {
  const office = await writers.office(campaign, NOW);
  for (let round = 0; round < 10; round += 1) {
    const { id, token } = await writers.confirmed(campaign, office, later(round * HOUR));
    const now = later(round * HOUR + MINUTE);
    const [done] = await Promise.all([withdrawLetter({ pool, keys, now }, token), dispatch(now)]);
    const { state, bodyEnc } = await db.letter.findUniqueOrThrow({ where: { id } });
    const open = await db.outboxMail.count({ where: { kind: "letter", subjectId: id, state: "waiting" } });
    // What waits in the outbox comes back from there, so a withdrawal before the relay always succeeds.
    expect([done.ok, state, bodyEnc, open]).toEqual([true, "withdrawn", null, 0]);
  }
});

test("after standing still nothing bursts", async () => {
  const office = await writers.office(campaign, NOW, { perHour: 60 });
  for (let n = 0; n < 5; n += 1) await writers.confirmed(campaign, office, NOW);
  await pool.query("UPDATE office_gate SET next_at = $1", [later(-DAY)]);
  expect(await dispatch(later(HOUR))).toBe(1);
  expect((await gateOf(office)).nextAt.getTime()).toBeGreaterThan(later(HOUR).getTime() + 58 * SECOND);
});
