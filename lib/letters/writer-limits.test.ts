import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { DAY, HOUR } from "@/lib/time/durations";
import { confirmLetter } from "./confirm-letter";
import { eraseLetter } from "./erase-letter";
import { forgetUses } from "./note-use";
import { letterFields } from "./test-writers";
import { later, NOW, writersWorld } from "./writers-world.setup";

const { db, pool, writers, campaign, office: seoul, context, fieldsFor } = await writersWorld();

test("one mailbox writes to an office once in 14 days, and five letters a day, also confirmed at once", async () => {
  const email = `${randomUUID()}@example.org`;
  await writers.confirmed(campaign, seoul, NOW, { email });
  await writers.write(fieldsFor({ email }), later(DAY));
  const again = await writers.draftOf(NOW);
  expect(await confirmLetter(context(later(DAY)), again.token)).toMatchObject({
    ok: false,
    reason: "written-before",
  });
  expect(await confirmLetter(context(later(2 * DAY)), again.token)).toMatchObject({
    reason: "written-before",
  });
  await pool.query("DELETE FROM letter WHERE id = $1", [again.id]);
  await writers.write(fieldsFor({ email }), later(14 * DAY));
  const { token } = await writers.draftOf(NOW);
  expect(await confirmLetter(context(later(14 * DAY)), token)).toMatchObject({ ok: true });
  const others = await Promise.all(
    Array.from({ length: 6 }, () => writers.office(campaign, later(14 * DAY))),
  );
  const outcomes: (string | boolean)[] = [];
  for (const office of others) {
    await writers.write({ ...letterFields(campaign, office), email }, later(14 * DAY));
    const draft = await writers.draftOf(NOW);
    const [one, two] = await Promise.all([
      confirmLetter(context(later(14 * DAY)), draft.token),
      confirmLetter(context(later(14 * DAY)), draft.token),
    ]);
    expect(one).toEqual(two);
    outcomes.push(one.ok || one.reason);
    if (!one.ok) await pool.query("DELETE FROM letter WHERE id = $1", [draft.id]);
  }
  expect(outcomes).toEqual([true, true, true, true, "too-many", "too-many"]);
});

test("who erases what has left begins no limit anew; two weeks later nothing of that is stored", async () => {
  const email = `${randomUUID()}@example.org`;
  const at = later(11 * HOUR);
  const write = async (office: typeof seoul, now: Date) => {
    await writers.write({ ...letterFields(campaign, office), email }, now);
    const { id, token } = await writers.draftOf(now);
    const done = await confirmLetter(context(now), token);
    if (!done.ok) await pool.query("DELETE FROM letter WHERE id = $1", [id]);
    return { id, token, said: done.ok || done.reason };
  };
  const erased = async (office: typeof seoul, now: Date) => {
    const { id, token, said } = await write(office, now);
    if (said !== true) return said;
    await db.letter.update({ where: { id }, data: { state: "sent", leftAt: now } });
    expect(await eraseLetter(context(now), token)).toMatchObject({ ok: true });
    return said;
  };
  expect(await erased(seoul, at)).toBe(true);
  expect(await erased(seoul, at)).toBe("written-before");
  const offices = await Promise.all(Array.from({ length: 5 }, () => writers.office(campaign, at)));
  const outcomes: (string | boolean)[] = [];
  for (const office of offices) outcomes.push(await erased(office, at));
  expect(outcomes).toEqual([true, true, true, true, "too-many"]);
  const rows = (await pool.query("SELECT to_json(u)::text AS row FROM letter_writer_use u")).rows;
  expect(rows).toHaveLength(15);
  for (const { id } of await db.letter.findMany())
    for (const { row } of rows) expect(row.includes(id)).toBe(false);
  for (const { row } of rows) expect(row).toMatch(/"day":"2026-03-02"}$/);
  expect(await forgetUses(pool, later(14 * DAY))).toBe(0);
  expect(await erased(seoul, later(14 * DAY))).toBe("written-before");
  expect(await forgetUses(pool, later(15 * DAY))).toBe(15);
  expect(await erased(seoul, later(15 * DAY))).toBe(true);
});

test("an address that two campaigns write to gets one letter of a mailbox in 14 days, erased or not", async () => {
  const email = `${randomUUID()}@example.org`;
  const address = `${randomUUID()}@urad.example`;
  const offices = [];
  for (let n = 0; n < 3; n += 1) offices.push(await writers.office(campaign, NOW, { address }));
  const [one, two, three] = offices;
  if (!one || !two || !three) throw new Error("three offices");
  const first = await writers.confirmed(campaign, one, NOW, { email });
  const confirm = async (office: typeof one) => {
    await writers.write({ ...letterFields(campaign, office), email }, later(HOUR));
    const { id, token } = await writers.draftOf(NOW);
    const done = await confirmLetter(context(later(HOUR)), token);
    await pool.query("DELETE FROM letter WHERE id = $1", [id]);
    return done;
  };
  expect(await confirm(two)).toMatchObject({ reason: "written-before" });
  await db.letter.update({ where: { id: first.id }, data: { state: "sent", leftAt: NOW } });
  expect(await eraseLetter(context(later(HOUR)), first.token)).toMatchObject({ ok: true });
  expect(await confirm(three)).toMatchObject({ reason: "written-before" });
});
