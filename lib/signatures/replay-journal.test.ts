import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { copyJournal } from "@/lib/db/copy-journal";
import type { JournalKind } from "@/lib/db/journal";
import { type JournalLine, readJournal } from "@/lib/db/journal-files";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { changeDisplay } from "./change-display";
import { decideReason } from "./decide-reason";
import { eraseSignature } from "./erase-signature";
import { listSigners } from "./list-signers";
import { issueManageToken } from "./own-signature";
import { replayJournal } from "./replay-journal";
import { stopUpdates } from "./stop-updates";
import { PERSON, testSigners } from "./test-signers";
import { withdrawSignature } from "./withdraw-signature";

const database = await testDatabase();
const { db, keys, pool } = database;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const { at, sign, confirmed, row, kinds, journaled } = testSigners(database, NOW);

const replay = (lines: JournalLine[], takenAt = NOW) => replayJournal({ ...at(later(DAY)), takenAt }, lines);
const line = (kind: JournalKind, id: string, turn = 0, day = "2026-03-02") => ({ day, kind, id, turn });

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
  expect(await journaled(id)).toEqual(["hide", "hide-reason", "no-news"]);
  const lines = await written();
  // As the backup knows it.
  expect(await row(id)).toEqual(backup);
  await listSigners(pool, keys, later(DAY));
  expect(await db.publicSigner.count({ where: { signatureId: id } })).toBe(1);
  const done = await replay(lines);
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
  expect(await replay(lines)).toMatchObject({
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
  const lines = [
    line("forget", forgot),
    line("erase", erased),
    line("withdraw", withdrew, 1),
    line("hide", untouched),
  ];
  const done = await replay(lines);
  expect(done).toMatchObject({ forget: 1, erase: 2, withdraw: 0, again: 2, hide: 1 });
  const left = await db.signature.findMany({ where: { petitionId: petition.id } });
  expect(left.map(({ id, state, display }) => [id, state, display])).toEqual([
    [untouched, "pending", "counted"],
  ]);
  expect(await db.outboxMail.count({ where: { subjectId: { in: [forgot, erased, withdrew] } } })).toBe(0);
  expect(await kinds(petition)).toEqual([]);
  expect(await replay(lines)).toMatchObject({ forget: 0, erase: 0, again: 0 });
});

test("who chose to be shown more since the backup leaves no line", async () => {
  const { id, proof } = await confirmed(await makePetition(db, keys), { display: "counted" });
  await changeDisplay(at(NOW), proof, "public");
  expect(await journaled(id)).toEqual([]);
});

test("the last of a signature's turns holds, in whatever order its lines are read; those to come are higher", async () => {
  const petition = await makePetition(db, keys);
  const [gone, back] = [await confirmed(petition), await confirmed(petition)];
  const turns = (id: string) => [line("return", id, 2), line("withdraw", id, 1)];
  const lines = [line("withdraw", gone.id, 3), ...turns(gone.id), ...turns(back.id)];
  expect(await replay(lines)).toMatchObject({ withdraw: 1, return: 0 });
  expect(await row(gone.id)).toMatchObject({ state: "withdrawn", turns: 3 });
  expect(await row(back.id)).toMatchObject({ state: "confirmed", turns: 2 });
  expect(await replay(lines.reverse())).toMatchObject({ withdraw: 0, return: 0 });
  expect(
    await withdrawSignature(at(later(DAY)), { token: issueManageToken(keys, back.id, later(DAY)) }),
  ).toMatchObject({
    ok: true,
  });
  expect(await journaled(back.id)).toEqual(["withdraw"]);
  expect(await row(back.id)).toMatchObject({ state: "withdrawn", turns: 3 });
  // A backup of the hour in between.
  expect(await replay([line("return", back.id, 4)])).toMatchObject({ return: 1 });
  expect(await row(back.id)).toMatchObject({ state: "confirmed", turns: 4, withdrawnAt: null });
});

test("what was chosen anew long before the backup stays as the backup has it", async () => {
  const { id } = await confirmed(await makePetition(db, keys));
  const hide = [line("hide", id, 0, "2026-02-28")];
  expect(await replay(hide, NOW)).toMatchObject({ hide: 0 });
  expect(await row(id)).toMatchObject({ display: "public" });
  expect(await replay(hide, later(-DAY))).toMatchObject({ hide: 1 });
});

test("an erased code of a counted signature stays erased after a restore; one that nobody erased stays good", async () => {
  const petition = await makePetition(db, keys);
  const [erased, kept] = [
    await confirmed(petition, { forgetMe: "on" }),
    await confirmed(petition, { forgetMe: "on" }),
  ];
  const proofs = [erased, kept].map(({ code }) => ({ code, petition: petition.slug }));
  const { withdrawalHash } = await row(erased.id);
  await eraseSignature(at(NOW), { code: erased.code, petition: petition.slug }, { withdraw: false });
  const lines = (await written()).filter(({ id }) => [erased.id, kept.id].includes(id));
  await db.signature.update({ where: { id: erased.id }, data: { withdrawalHash } });
  expect(await replay(lines)).toMatchObject({ "forget-code": 1, forget: 0, erase: 0 });
  expect(await row(erased.id)).toMatchObject({ state: "confirmed", withdrawalHash: null });
  expect(await replay(lines)).toMatchObject({ "forget-code": 0 });
  const results = await Promise.all(proofs.map((proof) => withdrawSignature(at(NOW), proof)));
  expect(results).toMatchObject([{ reason: "unknown" }, { status: "withdrawn" }]);
});
