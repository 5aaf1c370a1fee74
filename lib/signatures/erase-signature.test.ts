import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { issueToken } from "@/lib/crypto/token";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { changeDisplay } from "./change-display";
import { confirmSignature } from "./confirm-signature";
import { eraseSignature } from "./erase-signature";
import { listSigners } from "./list-signers";
import { issueManageToken } from "./own-signature";
import { repairCounts } from "./repair-counts";
import { stopUpdates } from "./stop-updates";
import { PERSON, testSigners } from "./test-signers";
import { undoWithdrawal } from "./undo-withdrawal";
import { withdrawSignature } from "./withdraw-signature";

const database = await testDatabase();
const { db, keys, pool } = database;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const { at, sign, confirmed, row, kinds, journaled, published } = testSigners(database, NOW);

test("erased at once: nothing of the person, still counted, and the mailbox keeps no third place", async () => {
  const petition = await makePetition(db, keys);
  const { id, email, proof } = await confirmed(petition);
  await listSigners(pool, keys, later(DAY));
  const results = await Promise.all(
    Array.from({ length: 6 }, () => eraseSignature(at(NOW), proof, { withdraw: false })),
  );
  expect(results.every((result) => result.ok && result.status === "erased")).toBe(true);
  expect(await row(id)).toMatchObject({
    state: "confirmed",
    place: 1,
    nameEnc: null,
    emailEnc: null,
    reasonEnc: null,
    source: null,
    display: "counted",
    updates: false,
  });
  expect(await db.publicSigner.count({ where: { signatureId: id } })).toBe(0);
  expect(await published(petition, NOW)).toBe(1);
  expect((await repairCounts(pool, NOW)).cells).toEqual([]);
  expect(new Set(await journaled(id))).toEqual(new Set(["forget-code"]));
  await confirmed(petition, { email, name: "Druhá" }, later(HOUR));
  await expect(confirmed(petition, { email, name: "Třetí" }, later(2 * HOUR))).rejects.toThrow(
    "mailbox-full",
  );
  expect(await withdrawSignature(at(NOW), proof)).toMatchObject({ status: "withdrawn" });
  expect(await row(id)).toMatchObject({ emailHash: null, nameHash: null, place: null });
  expect(await undoWithdrawal(at(NOW), proof)).toMatchObject({ reason: "impossible" });
});

test("erasing and withdrawing in one, in either order and at once, leaves no hash and is counted once", async () => {
  const petition = await makePetition(db, keys);
  for (const order of [0, 1, 2]) {
    const { id, proof } = await confirmed(petition);
    const acts = [
      () => withdrawSignature(at(NOW), proof),
      () => eraseSignature(at(NOW), proof, { withdraw: true }),
    ];
    if (order === 2) await Promise.all([...acts, ...acts].map((act) => act()));
    else for (const act of order ? acts : acts.toReversed()) await act();
    expect(await row(id)).toMatchObject({
      state: "withdrawn",
      emailEnc: null,
      emailHash: null,
      nameHash: null,
    });
    expect(await journaled(id)).toContain("erase");
  }
  expect((await kinds(petition)).filter((kind) => kind === "withdraw")).toHaveLength(3);
  expect(await published(petition, NOW)).toBe(0);
});

test("a sign-up that nobody confirmed is deleted with its mail, whichever way it is ended", async () => {
  const petition = await makePetition(db, keys);
  for (const act of [
    (proof: { token: string }) => withdrawSignature(at(NOW), proof),
    (proof: { token: string }) => eraseSignature(at(NOW), proof, { withdraw: false }),
  ]) {
    const id = await sign(petition, { email: `${randomUUID()}@example.org`, ...PERSON });
    const proof = { token: issueManageToken(keys, id, NOW) };
    expect(await act(proof)).toMatchObject({ ok: true, status: "erased" });
    expect(await db.signature.findUnique({ where: { id } })).toBeNull();
    expect(await db.outboxMail.count({ where: { subjectId: id } })).toBe(0);
    expect(await act(proof)).toEqual({ ok: false, reason: "erased" });
  }
  expect(await kinds(petition)).toEqual([]);
});

test("the display changes at once, leaves the list, and shows no more than was given", async () => {
  const petition = await makePetition(db, keys);
  const { id, proof } = await confirmed(petition);
  await listSigners(pool, keys, later(DAY));
  expect(await changeDisplay(at(NOW), proof, "counted")).toMatchObject({ ok: true, status: "changed" });
  expect(await row(id)).toMatchObject({ display: "counted" });
  expect(await db.publicSigner.count({ where: { signatureId: id } })).toBe(0);
  expect(await changeDisplay(at(NOW), proof, "initials")).toMatchObject({ ok: true });
  const nameless = await confirmed(petition, { name: "", display: "counted" });
  expect(await changeDisplay(at(NOW), nameless.proof, "public")).toMatchObject({
    reason: "invalid",
    lacks: "name",
  });
  const nowhere = await confirmed(petition, { country: "", display: "counted" });
  expect(await changeDisplay(at(NOW), nowhere.proof, "initials")).toMatchObject({ lacks: "country" });
  const forgotten = await confirmed(petition, { forgetMe: "on" });
  expect(await changeDisplay(at(NOW), forgotten.proof, "public")).toMatchObject({ reason: "erased" });
  await withdrawSignature(at(NOW), proof);
  expect(await changeDisplay(at(NOW), proof, "public")).toMatchObject({ reason: "withdrawn" });
});

test("news are stopped once, and allowed again within the hour only where they were allowed", async () => {
  const petition = await makePetition(db, keys);
  const { id, proof } = await confirmed(petition);
  for (const _ of [1, 2])
    expect(await stopUpdates(at(NOW), proof, { undo: false })).toMatchObject({ status: "stopped" });
  expect(await row(id)).toMatchObject({ updates: false, updatesStoppedAt: NOW });
  expect(await stopUpdates(at(later(30 * MINUTE)), proof, { undo: true })).toMatchObject({
    status: "allowed",
  });
  expect(await row(id)).toMatchObject({ updates: true, updatesStoppedAt: null });
  await stopUpdates(at(NOW), proof, { undo: false });
  const late = { token: issueManageToken(keys, id, later(2 * HOUR)) };
  expect(await stopUpdates(at(later(2 * HOUR)), late, { undo: true })).toMatchObject({
    reason: "impossible",
  });
  const never = await confirmed(petition, { updates: "" });
  expect(await stopUpdates(at(NOW), never.proof, { undo: true })).toMatchObject({ reason: "impossible" });
});

test("links run out after an hour, and nothing else opens a signature", async () => {
  const petition = await makePetition(db, keys);
  const { id, proof } = await confirmed(petition);
  expect(await withdrawSignature(at(later(HOUR + 1_000)), proof)).toEqual({ ok: false, reason: "expired" });
  const confirming = { token: issueToken(keys, "confirm-signature", id, later(DAY)) };
  for (const wrong of [
    confirming,
    { token: "" },
    { code: "", petition: petition.slug },
    { code: "0000-0000-0000-0000", petition: petition.slug },
  ])
    expect(await withdrawSignature(at(NOW), wrong)).toEqual({ ok: false, reason: "unknown" });
  expect(await row(id)).toMatchObject({ state: "confirmed" });
  await db.signature.update({ where: { id }, data: { state: "removed" } });
  expect(await withdrawSignature(at(NOW), proof)).toMatchObject({ reason: "removed" });
  expect(await eraseSignature(at(NOW), proof, { withdraw: true })).toMatchObject({ ok: true });
  expect(await row(id)).toMatchObject({ state: "removed", emailEnc: null });
});

test("a second erasure journals nothing, and what is left tells neither suspicion nor the time of a mail", async () => {
  const petition = await makePetition(db, keys);
  const { id, proof } = await confirmed(petition);
  await db.signature.update({ where: { id }, data: { suspected: true } });
  const mails = await db.outboxMail.findMany({ where: { subjectId: id }, select: { id: true } });
  expect(mails).toHaveLength(1);
  for (const _ of [1, 2, 3])
    expect(await eraseSignature(at(NOW), proof, { withdraw: false })).toMatchObject({ status: "erased" });
  expect(await journaled(id)).toEqual(["forget-code"]);
  expect(await row(id)).toMatchObject({ suspected: false });
  const day = new Date(NOW.toISOString().slice(0, 10));
  expect(await db.outboxMail.findUnique({ where: { id: mails[0]?.id ?? "" } })).toMatchObject({
    createdAt: day,
    sendAfter: day,
    locale: "en",
  });
  for (const _ of [1, 2])
    expect(await eraseSignature(at(NOW), proof, { withdraw: true })).toMatchObject({ status: "erased" });
  expect(new Set(await journaled(id))).toEqual(new Set(["forget-code", "withdraw", "erase"]));
  expect(await row(id)).toMatchObject({ state: "withdrawn", emailHash: null });
});

test("forget me ends news for good: no moment of it stays, and nothing brings consent back", async () => {
  const petition = await makePetition(db, keys);
  const id = await sign(petition, { ...PERSON, email: `${randomUUID()}@example.org`, forgetMe: "on" });
  await stopUpdates(at(NOW), { token: issueManageToken(keys, id, NOW) }, { undo: false });
  const done = await confirmSignature(at(NOW), issueToken(keys, "confirm-signature", id, later(DAY)));
  expect(await row(id)).toMatchObject({ updates: false, updatesStoppedAt: null });
  // As a row of before would have it.
  await db.signature.update({ where: { id }, data: { updatesStoppedAt: NOW } });
  const code = done.ok ? (done.withdrawalCode ?? "") : "";
  expect(await stopUpdates(at(NOW), { code, petition: petition.slug }, { undo: true })).toMatchObject({
    reason: "impossible",
  });
  expect(await row(id)).toMatchObject({ updates: false });
});
