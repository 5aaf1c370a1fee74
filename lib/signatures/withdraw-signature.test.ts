import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { normalizeCode } from "@/lib/crypto/hash";
import { issueToken } from "@/lib/crypto/token";
import { utcDay } from "@/lib/db/journal";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { confirmSignature } from "./confirm-signature";
import { countSignatures } from "./count-signatures";
import { eraseSignature } from "./erase-signature";
import { finishWithdrawals } from "./finish-withdrawals";
import { listSigners } from "./list-signers";
import { issueManageToken } from "./own-signature";
import { repairCounts } from "./repair-counts";
import { readSigning } from "./schema";
import { signPetition } from "./sign-petition";
import { PERSON, testSigners } from "./test-signers";
import { undoWithdrawal } from "./undo-withdrawal";
import { withdrawSignature } from "./withdraw-signature";

const database = await testDatabase();
const { db, keys, pool } = database;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const { at, sign, confirmed, row, kinds, journaled, published } = testSigners(database, NOW);

test("a withdrawal counts once however often it is asked for, frees the place and the list, and can be undone for an hour", async () => {
  const petition = await makePetition(db, keys);
  const { id, proof } = await confirmed(petition);
  await listSigners(pool, keys, later(DAY));
  expect(await db.publicSigner.count({ where: { signatureId: id } })).toBe(1);
  const results = await Promise.all(Array.from({ length: 8 }, () => withdrawSignature(at(NOW), proof)));
  expect(results.every((result) => result.ok && result.status === "withdrawn")).toBe(true);
  expect(await row(id)).toMatchObject({ state: "withdrawn", place: null, withdrawnAt: NOW });
  expect(await db.publicSigner.count({ where: { signatureId: id } })).toBe(0);
  expect(await kinds(petition)).toEqual(["confirm", "withdraw"]);
  expect(await published(petition, NOW)).toBe(0);
  const undone = await Promise.all(Array.from({ length: 8 }, () => undoWithdrawal(at(later(MINUTE)), proof)));
  expect(undone.every((result) => result.ok)).toBe(true);
  expect(await row(id)).toMatchObject({ state: "confirmed", place: 1, withdrawnAt: null, updates: true });
  expect(await kinds(petition)).toEqual(["restore"]);
  expect(await published(petition, later(MINUTE))).toBe(1);
  expect(await journaled(id)).toEqual(["withdraw", "return"]);
  expect((await repairCounts(pool, later(MINUTE))).cells).toEqual([]);
});

test("withdrawing and undoing at once ends in one of the two, and the count agrees", async () => {
  const petition = await makePetition(db, keys);
  const { id, proof } = await confirmed(petition);
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      index % 2 ? withdrawSignature(at(NOW), proof) : undoWithdrawal(at(NOW), proof),
    ),
  );
  const { state, place } = await row(id);
  expect([
    ["confirmed", 1],
    ["withdrawn", null],
  ]).toContainEqual([state, place]);
  expect(await published(petition, NOW)).toBe(state === "confirmed" ? 1 : 0);
});

test("a place that was freed is another's; then there is no way back", async () => {
  const petition = await makePetition(db, keys);
  const email = "home@example.org";
  const first = await confirmed(petition, { email, name: "Anna" });
  await confirmed(petition, { email, name: "Břetislav" });
  await withdrawSignature(at(NOW), first.proof);
  await confirmed(petition, { email, name: "Čeněk" }, later(20 * MINUTE));
  expect(await undoWithdrawal(at(later(30 * MINUTE)), first.proof)).toMatchObject({
    ok: false,
    reason: "impossible",
  });
  expect(await published(petition, later(30 * MINUTE))).toBe(2);
});

test("after the hour a withdrawal is final, nothing of the person is left, and they can sign anew", async () => {
  await finishWithdrawals(pool, keys, later(HOUR));
  const petition = await makePetition(db, keys);
  const { id, email, proof } = await confirmed(petition);
  await withdrawSignature(at(NOW), proof);
  expect(await finishWithdrawals(pool, keys, later(59 * MINUTE))).toBe(0);
  expect(await finishWithdrawals(pool, keys, later(HOUR))).toBe(1);
  expect(await finishWithdrawals(pool, keys, later(2 * HOUR))).toBe(0);
  expect(await row(id)).toMatchObject({
    state: "withdrawn",
    nameEnc: null,
    emailEnc: null,
    reasonEnc: null,
    emailHash: null,
    nameHash: null,
    source: null,
    country: "PL",
    updates: false,
  });
  expect(await undoWithdrawal(at(later(HOUR)), proof)).toMatchObject({ ok: false, reason: "impossible" });
  const again = await confirmed(petition, { email }, later(3 * HOUR));
  expect(again.id).not.toBe(id);
  expect(await published(petition, later(3 * HOUR))).toBe(1);
});

test("who withdrew is told so when signing again within the hour, and is not counted by it", async () => {
  const petition = await makePetition(db, keys);
  const { id, email, proof } = await confirmed(petition);
  await withdrawSignature(at(NOW), proof);
  const read = readSigning({ consent: "on", email, ...PERSON });
  if (!read.ok) throw new Error("unreadable");
  await signPetition(at(later(20 * MINUTE)), {
    slug: petition.slug,
    signing: read.signing,
    peer: "198.51.100.1",
  });
  expect(await db.signature.count({ where: { petitionId: petition.id } })).toBe(1);
  const token = issueToken(keys, "confirm-signature", id, later(DAY));
  expect(await confirmSignature(at(later(20 * MINUTE)), token)).toMatchObject({ reason: "withdrawn" });
});

test("confirming and withdrawing at once: deleted, or confirmed and withdrawn, never counted", async () => {
  const petition = await makePetition(db, keys);
  for (let round = 0; round < 6; round += 1) {
    const id = await sign(petition, { email: `${randomUUID()}@example.org` });
    const token = issueToken(keys, "confirm-signature", id, later(DAY));
    await Promise.all([
      confirmSignature(at(NOW), token),
      withdrawSignature(at(NOW), { token: issueManageToken(keys, id, NOW) }),
    ]);
    const left = await db.signature.findUnique({ where: { id } });
    expect([undefined, "withdrawn"]).toContain(left?.state);
  }
  await countSignatures(pool, NOW);
  const sums = await db.petitionCount.findUnique({ where: { petitionId: petition.id } });
  expect(sums?.confirmed ?? 0).toBe(sums?.withdrawn ?? 0);
});

test("a forget-me withdrawal is finished after its hour without a day of its own in the journal", async () => {
  const petition = await makePetition(db, keys);
  for (let index = 0; index < 12; index += 1) {
    const { code, id } = await confirmed(petition, { forgetMe: "on" });
    const moment = later(index * 2 * HOUR);
    await withdrawSignature(at(moment), { code, petition: petition.slug });
    const days = async () => {
      const lines = await db.journalEntry.findMany({ where: { subjectId: id, kind: { not: "forget" } } });
      return lines.map(({ kind, day }) => `${kind} ${utcDay(day)}`).sort();
    };
    const before = await days();
    expect(before).toHaveLength(2);
    expect(await finishWithdrawals(pool, keys, new Date(moment.getTime() + 61 * MINUTE))).toBeGreaterThan(0);
    expect(await days()).toEqual(before);
  }
});

test("a code withdraws a forget-me signature, however it is typed, and only at its own petition", async () => {
  const petition = await makePetition(db, keys);
  const other = await makePetition(db, keys);
  const { id, code } = await confirmed(petition, { forgetMe: "on" });
  expect(code).toBe(normalizeCode(code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o")));
  expect(await withdrawSignature(at(NOW), { code, petition: other.slug })).toEqual({
    ok: false,
    reason: "unknown",
  });
  const typed = ` ${code.toLowerCase().replaceAll("-", "")} `;
  for (const _ of [1, 2])
    expect(await withdrawSignature(at(NOW), { code: typed, petition: petition.slug })).toMatchObject({
      ok: true,
      status: "withdrawn",
      id,
    });
  expect(await row(id)).toMatchObject({ emailHash: null, nameHash: null, place: null });
  expect(await undoWithdrawal(at(NOW), { code, petition: petition.slug })).toMatchObject({
    reason: "impossible",
  });
  await finishWithdrawals(pool, keys, later(HOUR));
  expect(await row(id)).toMatchObject({ withdrawalHash: null });
  expect((await row(id)).withdrawnAt?.getUTCDay()).toBe(1);
  expect(await withdrawSignature(at(later(HOUR)), { code, petition: petition.slug })).toEqual({
    ok: false,
    reason: "unknown",
  });
});

test("a forget-me withdrawal is counted after its confirmation, at a moment that tells nothing", async () => {
  const petition = await makePetition(db, keys);
  const pairs: { confirm: number; withdraw: number }[] = [];
  for (let index = 0; index < 30; index += 1) {
    const country = `${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index % 26]}X`;
    const { code, id } = await confirmed(petition, { forgetMe: "on", country: "KR" });
    await pool.query("UPDATE count_entry SET country = $1 WHERE petition_id = $2 AND country = 'KR'", [
      country,
      petition.id,
    ]);
    await pool.query("UPDATE signature SET country = $1 WHERE id = $2", [country, id]);
    const moment = later(index * 2 * HOUR);
    const byCode = { code, petition: petition.slug };
    if (index % 2) await withdrawSignature(at(moment), byCode);
    // Erasing what is withdrawn, and finishing it, comes on whatever day it comes.
    await eraseSignature(at(moment), byCode, { withdraw: true });
    await eraseSignature(at(new Date(moment.getTime() + MINUTE)), byCode, { withdraw: true });
    await finishWithdrawals(pool, keys, new Date(moment.getTime() + 61 * MINUTE));
    const own = await db.countEntry.findMany({ where: { petitionId: petition.id, country } });
    const due = (kind: string) => own.find((entry) => entry.kind === kind)?.dueAt.getTime() ?? Number.NaN;
    pairs.push({ confirm: due("confirm"), withdraw: due("withdraw") });
    const lines = await db.journalEntry.findMany({ where: { subjectId: id, kind: { not: "forget" } } });
    expect(lines.map(({ day }) => utcDay(day))).toEqual(Array(2).fill(utcDay(new Date(due("withdraw")))));
    await pool.query("DELETE FROM count_entry WHERE petition_id = $1", [petition.id]);
  }
  for (const [index, pair] of pairs.entries()) {
    expect(pair.withdraw).toBeGreaterThan(pair.confirm);
    expect(pair.withdraw).toBeGreaterThanOrEqual(later(index * 2 * HOUR).getTime());
  }
  expect(new Set(pairs.map(({ withdraw }) => withdraw % HOUR)).size).toBeGreaterThan(20);
});
