import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { changeDisplay } from "./change-display";
import { copyJournal } from "./copy-journal";
import { decideReason } from "./decide-reason";
import type { JournalKind } from "./journal";
import { readJournal } from "./journal-files";
import { listSigners } from "./list-signers";
import { replayJournal } from "./replay-journal";
import { stopUpdates } from "./stop-updates";
import { PERSON, testSigners } from "./test-signers";

const database = await testDatabase();
const { db, keys, pool } = database;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const { at, sign, confirmed, row, kinds, journaled } = testSigners(database, NOW);

async function written() {
  const folder = mkdtempSync(join(tmpdir(), "vigil-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await copyJournal(pool, folder);
  return readJournal(folder).lines;
}

test("who chose to be shown less, stopped news, or whose reason was hidden, stays so after a restore, even if it was changed back", async () => {
  const petition = await makePetition(db, keys);
  const { id, proof } = await confirmed(petition);
  const decide = (to: "shown" | "hidden") =>
    decideReason(pool, { id, to, actor: "command:reasons", now: NOW });
  await decide("shown");
  const backup = await row(id);
  await changeDisplay(at(NOW), proof, "initials");
  await changeDisplay(at(NOW), proof, "initials");
  await changeDisplay(at(NOW), proof, "public");
  await stopUpdates(at(NOW), proof, { undo: false });
  await stopUpdates(at(NOW), proof, { undo: false });
  await stopUpdates(at(NOW), proof, { undo: true });
  await decide("hidden");
  await decide("hidden");
  await decide("shown");
  expect(await journaled(id)).toEqual(["hide", "no-news", "hide-reason"]);
  const lines = await written();
  // As the backup knows it.
  expect(await row(id)).toEqual(backup);
  await listSigners(pool, keys, later(DAY));
  expect(await db.publicSigner.count({ where: { signatureId: id } })).toBe(1);
  const done = await replayJournal(at(later(DAY)), lines);
  expect(done).toMatchObject({ hide: 1, "no-news": 1, "hide-reason": 1, erase: 0, withdraw: 0 });
  expect(await row(id)).toMatchObject({
    state: "confirmed",
    display: "counted",
    updates: false,
    reasonState: "hidden",
  });
  expect(await db.publicSigner.count({ where: { signatureId: id } })).toBe(0);
  await listSigners(pool, keys, later(2 * DAY));
  expect(await db.publicSigner.count({ where: { signatureId: id } })).toBe(0);
  expect(await replayJournal(at(later(DAY)), lines)).toMatchObject({
    hide: 0,
    "no-news": 0,
    "hide-reason": 0,
  });
});

test("a sign-up that waited in the backup and left since is gone; who had confirmed and must sign again is told as a number", async () => {
  const petition = await makePetition(db, keys);
  const signUp = async (n: number) => await sign(petition, { ...PERSON, email: `waits${n}@example.org` });
  const [forgot, erased, withdrew, untouched] = [
    await signUp(1),
    await signUp(2),
    await signUp(3),
    await signUp(4),
  ];
  const line = (seq: bigint, kind: JournalKind, id: string) => ({ seq, day: "2026-03-02", kind, id });
  const lines = [
    line(1n, "forget", forgot),
    line(2n, "erase", erased),
    line(3n, "withdraw", withdrew),
    line(4n, "hide", untouched),
  ];
  const done = await replayJournal(at(later(DAY)), lines);
  expect(done).toMatchObject({ forget: 1, erase: 2, withdraw: 0, again: 2, hide: 1 });
  const left = await db.signature.findMany({ where: { petitionId: petition.id } });
  expect(left.map(({ id, state, display }) => [id, state, display])).toEqual([
    [untouched, "pending", "counted"],
  ]);
  expect(await db.outboxMail.count({ where: { subjectId: { in: [forgot, erased, withdrew] } } })).toBe(0);
  expect(await kinds(petition)).toEqual([]);
  expect(await replayJournal(at(later(DAY)), lines)).toMatchObject({ forget: 0, erase: 0, again: 0 });
});

test("who chose to be shown more since the backup leaves no line", async () => {
  const { id, proof } = await confirmed(await makePetition(db, keys), { display: "counted" });
  await changeDisplay(at(NOW), proof, "public");
  expect(await journaled(id)).toEqual([]);
});
