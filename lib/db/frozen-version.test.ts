import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition, makeVersion } from "@/lib/testing/world";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");

function signatureOf(petition: { id: string; versionId: string }) {
  return {
    id: randomUUID(),
    petitionId: petition.id,
    versionId: petition.versionId,
    state: "pending",
    display: "counted",
    locale: "en",
    forgetMe: false,
    updates: false,
    requestedAt: NOW,
    mailedAt: NOW,
    mailRequest: randomUUID(),
    expiresAt: NOW,
  };
}

const edit = (id: string) => db.petitionVersion.update({ where: { id }, data: { title: "změněno" } });

test("a text nobody signed may be edited", async () => {
  const petition = await makePetition(db, keys);
  expect((await edit(petition.versionId)).title).toBe("změněno");
});

test("a signed text may be neither edited nor deleted", async () => {
  const petition = await makePetition(db, keys);
  await db.signature.create({ data: signatureOf(petition) });
  await expect(
    pool.query("UPDATE petition_version SET title = 'x' WHERE id = $1", [petition.versionId]),
  ).rejects.toThrow(/has been signed and cannot be changed/);
  await expect(db.petitionVersion.delete({ where: { id: petition.versionId } })).rejects.toThrow();
  const next = await makeVersion(db, petition.id, 2);
  expect((await edit(next.id)).number).toBe(2);
});

test("an edit waits for a signature that is being written, and then loses", async () => {
  const petition = await makePetition(db, keys);
  const edited = await db.$transaction(async (transaction) => {
    await transaction.signature.create({ data: signatureOf(petition) });
    const editing = pool.query("UPDATE petition_version SET title = 'x' WHERE id = $1", [petition.versionId]);
    const outcome = editing.then(
      () => "edited",
      (error: Error) => error.message,
    );
    await waitUntilBlocked();
    return { outcome };
  });
  expect(await edited.outcome).toMatch(/has been signed/);
});

async function waitUntilBlocked(): Promise<void> {
  const waiting =
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
  while ((await pool.query(waiting)).rowCount === 0) await new Promise((done) => setTimeout(done, 10));
}

test("states outside the closed set are refused", async () => {
  const petition = await makePetition(db, keys);
  await expect(db.signature.create({ data: { ...signatureOf(petition), state: "maybe" } })).rejects.toThrow();
  await expect(db.signature.create({ data: { ...signatureOf(petition), place: 1 } })).rejects.toThrow();
  await expect(
    db.signature.create({ data: { ...signatureOf(petition), state: "confirmed", place: 3 } }),
  ).rejects.toThrow();
  await expect(makePetition(db, keys, { state: "ajar" })).rejects.toThrow();
});

test("what is known of networks is unlogged", async () => {
  const { rows } = await pool.query(
    "SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r' ORDER BY 1",
  );
  expect(rows.map((row) => row.relname)).toEqual(["network_salt", "network_use", "proof_use"]);
});
