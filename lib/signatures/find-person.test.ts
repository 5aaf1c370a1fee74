import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { actForPerson, findPerson, showPerson } from "./find-person";
import { testSigners } from "./test-signers";

const world = await testDatabase();
const { db, keys, pool } = world;
const NOW = new Date("2026-03-02T12:00:00Z");
const people = testSigners(world, NOW);
const context = people.at(NOW);
const petition = await makePetition(db, keys);
const other = await makePetition(db, keys);
const EMAIL = "lucja@example.org";

/** What closing leaves a day later: no key, and no hash that it made. */
async function destroyKey(id: string) {
  await pool.query("UPDATE signature SET email_hash = NULL, name_hash = NULL WHERE petition_id = $1", [id]);
}

const audits = async () =>
  (await db.auditEntry.findMany({ where: { actor: "command:person" }, orderBy: { id: "asc" } })).map(
    (row) => [row.action, row.subjectId],
  );

test("a person is found by address after the petition's key is gone, shown, erased and withdrawn, with an audit row each", async () => {
  const mine = await people.confirmed(petition, { email: EMAIL });
  const there = await people.confirmed(other, { email: EMAIL });
  for (let n = 0; n < 5; n += 1) await people.confirmed(petition);
  await destroyKey(petition.id);
  const all = await findPerson(context, EMAIL);
  expect([...all.ids].sort()).toEqual([mine.id, there.id].sort());
  expect(all.unreadable).toBe(0);
  expect(await findPerson(context, EMAIL, petition.slug)).toEqual({ ids: [mine.id], unreadable: 0 });
  expect(await findPerson(context, EMAIL, "no-such-petition")).toEqual({ ids: [], unreadable: 0 });
  expect(await findPerson(context, "nobody@example.org")).toEqual({ ids: [], unreadable: 0 });

  expect(await showPerson(context, mine.id)).toMatchObject({ email: EMAIL, name: "Łucja Ødegård 李" });
  expect(await actForPerson(context, [mine.id], "erase")).toMatchObject([{ result: { status: "erased" } }]);
  expect(await actForPerson(context, [there.id], "withdraw")).toMatchObject([
    { result: { status: "withdrawn" } },
  ]);
  expect(await people.row(mine.id)).toMatchObject({ state: "confirmed", emailEnc: null, nameEnc: null });
  expect(await people.row(there.id)).toMatchObject({ state: "withdrawn" });
  expect(await findPerson(context, EMAIL, petition.slug)).toEqual({ ids: [], unreadable: 0 });
  expect(await audits()).toEqual([
    ["show-person", mine.id],
    ["erase-person", mine.id],
    ["withdraw-person", there.id],
  ]);
  const journaled = await db.journalEntry.findMany({ where: { subjectId: { in: [mine.id, there.id] } } });
  expect(journaled.map(({ kind }) => kind).sort()).toEqual(["forget-code", "withdraw"]);
  const { rows } = await pool.query("SELECT audit_entry::text AS line FROM audit_entry");
  expect(JSON.stringify(rows)).not.toMatch(/ucja|example\.org/);
});

test("an address that cannot be opened is counted and passed over", async () => {
  const { id } = await people.confirmed(petition);
  await pool.query("UPDATE signature SET email_enc = '\\x0102030405' WHERE id = $1", [id]);
  expect((await findPerson(context, EMAIL)).unreadable).toBe(1);
});
