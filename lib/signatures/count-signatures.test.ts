import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { petitionCount } from "@/lib/petitions/queries";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { MINUTE, SECOND } from "@/lib/time/durations";
import { countSignatures } from "./count-signatures";
import { repairCounts } from "./repair-counts";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:30:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
type Petition = Awaited<ReturnType<typeof makePetition>>;

/** A confirmed signature with its entry, as confirming writes them. */
async function confirmed(petition: Petition, country: string | null, countedAt = NOW) {
  const moments = { requestedAt: NOW, mailedAt: NOW, expiresAt: NOW };
  await db.signature.create({
    data: {
      id: randomUUID(),
      petitionId: petition.id,
      versionId: petition.versionId,
      state: "confirmed",
      display: "counted",
      country,
      locale: "en",
      forgetMe: false,
      updates: false,
      mailRequest: randomUUID(),
      countedAt,
      ...moments,
    },
  });
  await db.countEntry.create({
    data: { petitionId: petition.id, kind: "confirm", country, dueAt: countedAt },
  });
}

const total = (petition: Petition) => db.petitionCount.findUnique({ where: { petitionId: petition.id } });

test("a pass adds what is due, per country and hour, once", async () => {
  const petition = await makePetition(db, keys);
  for (const country of ["KR", "KR", "DE", null]) await confirmed(petition, country);
  await confirmed(petition, "KR", later(45 * MINUTE));
  expect(await countSignatures(pool, NOW)).toEqual({ ran: true, added: 4, more: false });
  expect(await countSignatures(pool, later(SECOND))).toEqual({ ran: true, added: 0, more: false });
  expect(await petitionCount(pool, petition.slug)).toEqual({ confirmed: 4, asOf: later(SECOND) });
  await countSignatures(pool, later(60 * MINUTE));
  const cells = await db.countCell.findMany({
    where: { petitionId: petition.id },
    orderBy: [{ hour: "asc" }, { country: "asc" }],
  });
  expect(cells.map(({ hour, country, confirmed: count }) => [hour.toISOString(), country, count])).toEqual([
    ["2026-03-02T12:00:00.000Z", "DE", 1],
    ["2026-03-02T12:00:00.000Z", "KR", 2],
    ["2026-03-02T12:00:00.000Z", "ZZ", 1],
    ["2026-03-02T13:00:00.000Z", "KR", 1],
  ]);
});

test("withdrawn, removed and restored are counted apart and published as their balance", async () => {
  const petition = await makePetition(db, keys);
  for (let index = 0; index < 5; index += 1) await confirmed(petition, "KR");
  for (const kind of ["withdraw", "remove", "remove", "restore"])
    await db.countEntry.create({ data: { petitionId: petition.id, kind, country: "KR", dueAt: NOW } });
  await countSignatures(pool, NOW);
  expect(await total(petition)).toMatchObject({ confirmed: 5, withdrawn: 1, removed: 2, restored: 1 });
  expect((await petitionCount(pool, petition.slug))?.confirmed).toBe(3);
});

test("an entry whose transaction commits late is counted by the next pass", async () => {
  const petition = await makePetition(db, keys);
  const slow = await pool.connect();
  await slow.query("BEGIN");
  await slow.query(
    "INSERT INTO count_entry (petition_id, kind, country, due_at) VALUES ($1, 'confirm', 'KR', $2)",
    [petition.id, NOW],
  );
  await countSignatures(pool, later(5 * SECOND));
  expect(await total(petition)).toBeNull();
  await slow.query("COMMIT");
  slow.release();
  await countSignatures(pool, later(6 * SECOND));
  expect(await total(petition)).toMatchObject({ confirmed: 1 });
});

test("many workers counting at once add nothing twice", async () => {
  const petition = await makePetition(db, keys);
  await pool.query(
    "INSERT INTO count_entry (petition_id, kind, country, due_at) SELECT $1, 'confirm', 'KR', $2 FROM generate_series(1, 3000)",
    [petition.id, NOW],
  );
  await Promise.all(Array.from({ length: 8 }, () => countSignatures(pool, NOW)));
  expect(await total(petition)).toMatchObject({ confirmed: 3000 });
});

test("the nightly repair finds nothing where all is right, and leaves alone what still waits", async () => {
  const petition = await makePetition(db, keys);
  for (const country of ["KR", "JP"]) await confirmed(petition, country);
  await countSignatures(pool, NOW);
  await confirmed(petition, "JP");
  const { ran, cells } = await repairCounts(pool, later(MINUTE));
  expect(ran).toBe(true);
  expect(cells.filter(({ petitionId }) => petitionId === petition.id)).toEqual([]);
  expect(await total(petition)).toMatchObject({ confirmed: 2 });
});

test("the nightly repair puts wrong cells and totals right, and reports them", async () => {
  const petition = await makePetition(db, keys);
  for (const country of ["KR", "KR", "JP"]) await confirmed(petition, country);
  await countSignatures(pool, NOW);
  await db.countCell.updateMany({
    where: { petitionId: petition.id, country: "KR" },
    data: { confirmed: 9 },
  });
  await db.countCell.deleteMany({ where: { petitionId: petition.id, country: "JP" } });
  await db.petitionCount.update({ where: { petitionId: petition.id }, data: { confirmed: 9 } });
  const { cells } = await repairCounts(pool, later(MINUTE));
  const hour = new Date("2026-03-02T12:00:00Z");
  const own = cells
    .filter(({ petitionId }) => petitionId === petition.id)
    .sort((a, b) => a.country.localeCompare(b.country));
  expect(own).toEqual([
    { petitionId: petition.id, hour, country: "JP", was: 0, is: 1 },
    { petitionId: petition.id, hour, country: "KR", was: 9, is: 2 },
  ]);
  expect(await total(petition)).toMatchObject({ confirmed: 3 });
  const audit = await db.auditEntry.findFirstOrThrow({
    where: { actor: "system:repair-counts" },
    orderBy: { id: "desc" },
  });
  expect(audit.detail).toMatchObject({ cells: cells.length });
  expect((await repairCounts(pool, later(2 * MINUTE))).cells).toEqual([]);
});

test("the repair does not run beside a counting pass", async () => {
  const held = await pool.connect();
  await held.query("SELECT pg_advisory_lock($1)", [0x76_69_67_01]);
  expect(await repairCounts(pool, NOW)).toEqual({ ran: false, cells: [] });
  expect(await countSignatures(pool, NOW)).toEqual({ ran: false, added: 0, more: false });
  await held.query("SELECT pg_advisory_unlock($1)", [0x76_69_67_01]);
  held.release();
});
