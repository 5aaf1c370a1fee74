import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { normalizeCode } from "@/lib/crypto/hash";
import { issueToken } from "@/lib/crypto/token";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { changeDisplay } from "./change-display";
import { confirmSignature } from "./confirm-signature";
import { countSignatures } from "./count-signatures";
import { eraseSignature } from "./erase-signature";
import { finishWithdrawals } from "./finish-withdrawals";
import { listSigners } from "./list-signers";
import { issueManageToken } from "./own-signature";
import { repairCounts } from "./repair-counts";
import { readSigning } from "./schema";
import { signPetition } from "./sign-petition";
import { stopUpdates } from "./stop-updates";
import { undoWithdrawal } from "./undo-withdrawal";
import { withdrawSignature } from "./withdraw-signature";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const at = (now: Date) => ({ pool, keys, now });
const networks = { used: 0 };
type Petition = { id: string; slug: string };

async function sign(petition: Petition, sent: Record<string, string>, now = NOW): Promise<string> {
  const read = readSigning({ consent: "on", ...sent });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  networks.used += 1;
  await signPetition(at(now), {
    slug: petition.slug,
    signing: read.signing,
    peer: `203.0.113.${networks.used}`,
  });
  const newest = await db.signature.findFirstOrThrow({
    where: { petitionId: petition.id, state: "pending" },
    orderBy: { requestedAt: "desc" },
  });
  return newest.id;
}

async function confirm(id: string, now = NOW): Promise<string | undefined> {
  const done = await confirmSignature(at(now), issueToken(keys, "confirm-signature", id, later(14 * DAY)));
  if (!done.ok) throw new Error(done.reason);
  return done.withdrawalCode;
}

const PERSON = {
  name: "Łucja Ødegård 李",
  country: "PL",
  display: "public",
  reason: "Protože.",
  updates: "on",
  src: "tag",
};
async function confirmed(petition: Petition, sent: Record<string, string> = {}, now = NOW) {
  const email = `${randomUUID()}@example.org`;
  const id = await sign(petition, { email, ...PERSON, ...sent }, now);
  const code = await confirm(id, now);
  return {
    id,
    email: sent.email ?? email,
    code: code ?? "",
    proof: { token: issueManageToken(keys, id, now) },
  };
}

const row = (id: string) => db.signature.findUniqueOrThrow({ where: { id } });
const kinds = async (petition: Petition) =>
  (await db.countEntry.findMany({ where: { petitionId: petition.id }, orderBy: { id: "asc" } })).map(
    ({ kind }) => kind,
  );
const journaled = async (id: string) =>
  (await db.journalEntry.findMany({ where: { signatureId: id }, orderBy: { id: "asc" } })).map(
    ({ kind }) => kind,
  );
async function published(petition: Petition, now: Date) {
  await countSignatures(pool, now);
  const sums = await db.petitionCount.findUniqueOrThrow({ where: { petitionId: petition.id } });
  return sums.confirmed - sums.withdrawn - sums.removed + sums.restored;
}

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
  expect(new Set(await journaled(id))).toEqual(new Set(["forget"]));
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
    await withdrawSignature(at(later(index * 2 * HOUR)), { code, petition: petition.slug });
    const own = await db.countEntry.findMany({ where: { petitionId: petition.id, country } });
    const due = (kind: string) => own.find((entry) => entry.kind === kind)?.dueAt.getTime() ?? Number.NaN;
    pairs.push({ confirm: due("confirm"), withdraw: due("withdraw") });
    await pool.query("DELETE FROM count_entry WHERE petition_id = $1", [petition.id]);
  }
  for (const [index, pair] of pairs.entries()) {
    expect(pair.withdraw).toBeGreaterThan(pair.confirm);
    expect(pair.withdraw).toBeGreaterThanOrEqual(later(index * 2 * HOUR).getTime());
  }
  expect(new Set(pairs.map(({ withdraw }) => withdraw % HOUR)).size).toBeGreaterThan(20);
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
