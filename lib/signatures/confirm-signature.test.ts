import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { sha256 } from "@/lib/crypto/hash";
import { keyRing } from "@/lib/crypto/keys";
import { issueToken } from "@/lib/crypto/token";
import { utcDay } from "@/lib/db/journal";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR } from "@/lib/time/durations";
import { confirmSignature } from "./confirm-signature";
import { countSignatures } from "./count-signatures";
import { expireSignatures } from "./expire-signatures";
import { findSignatureForToken } from "./queries";
import { readSigning } from "./schema";
import { signPetition } from "./sign-petition";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);

/** Signs and returns the token of the mail. */
const networks = counter();
async function signed(petition: { id: string; slug: string }, sent: Record<string, string>) {
  const read = readSigning({ consent: "on", ...sent });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  await signPetition(
    { pool, keys, now: NOW },
    { slug: petition.slug, signing: read.signing, peer: `203.0.113.${networks()}` },
  );
  const mail = await db.outboxMail.findFirstOrThrow({
    where: { subjectId: { not: null }, id: { notIn: seen } },
  });
  seen.push(mail.id);
  const id = mail.subjectId ?? "";
  return { id, token: issueToken(keys, "confirm-signature", id, later(14 * DAY)) };
}
const seen: string[] = [];

function counter(): () => number {
  const state = { count: 0 };
  return () => {
    state.count += 1;
    return state.count;
  };
}

const confirm = (token: string, now = NOW) => confirmSignature({ pool, keys, now }, token);
const entries = (petitionId: string) => db.countEntry.findMany({ where: { petitionId } });

test("the button confirms once, however often and however much at once it is pressed", async () => {
  const petition = await makePetition(db, keys);
  const { id, token } = await signed(petition, {
    email: "once@example.org",
    name: "Jednou",
    country: "CZ",
    display: "public",
  });
  const results = await Promise.all(Array.from({ length: 12 }, () => confirm(token)));
  expect(results.every((result) => result.ok)).toBe(true);
  expect(await db.signature.findUnique({ where: { id } })).toMatchObject({
    state: "confirmed",
    place: 1,
    countedAt: NOW,
  });
  expect(await entries(petition.id)).toMatchObject([{ kind: "confirm", country: "CZ", dueAt: NOW }]);
});

test("looking at the page changes nothing, and shows what will be confirmed", async () => {
  const petition = await makePetition(db, keys);
  const { id, token } = await signed(petition, {
    email: "look@example.org",
    name: "Łucja 李",
    country: "PL",
    display: "initials",
    reason: "Protože.",
  });
  for (let look = 0; look < 3; look += 1) {
    expect(await findSignatureForToken(pool, keys, token, NOW)).toMatchObject({
      status: "pending",
      name: "Łucja 李",
      reason: "Protože.",
      country: "PL",
      display: "initials",
      petition: { slug: petition.slug },
    });
  }
  expect((await db.signature.findUnique({ where: { id } }))?.state).toBe("pending");
});

test("two people share a mailbox; a third finds both places taken, also in a race", async () => {
  const petition = await makePetition(db, keys);
  const household = [];
  for (const name of ["Anna", "Břetislav", "Čeněk", "Dana", "다니엘"])
    household.push(await signed(petition, { email: "home@example.org", name }));
  const results = await Promise.all(household.map(({ token }) => confirm(token)));
  expect(results.filter((result) => result.ok)).toHaveLength(2);
  expect(results.filter((result) => !result.ok).map((result) => "reason" in result && result.reason)).toEqual(
    Array(3).fill("mailbox-full"),
  );
  const confirmed = await db.signature.findMany({ where: { petitionId: petition.id, state: "confirmed" } });
  expect(confirmed.map(({ place }) => place).sort()).toEqual([1, 2]);
  expect(await entries(petition.id)).toHaveLength(2);
  const left = household.find((_, index) => !results[index]?.ok);
  expect(await findSignatureForToken(pool, keys, left?.token ?? "", NOW)).toMatchObject({
    status: "mailbox-full",
  });
});

test("tokens of other purposes, installations and people's imagination are unknown", async () => {
  const petition = await makePetition(db, keys);
  const { id, token } = await signed(petition, { email: "token@example.org" });
  const foreign = issueToken(
    keyRing("another secret that is long enough, 32+"),
    "confirm-signature",
    id,
    later(DAY),
  );
  const otherPurpose = issueToken(keys, "manage-signature", id, later(DAY));
  const flipped = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
  for (const wrong of [
    foreign,
    otherPurpose,
    flipped,
    `${token}A`,
    token.toLowerCase(),
    "",
    "../../etc/passwd",
    "%00",
    "😀".repeat(30),
  ]) {
    expect(await confirm(wrong)).toEqual({ ok: false, reason: "unknown" });
    expect(await findSignatureForToken(pool, keys, wrong, NOW)).toEqual({ status: "unknown" });
  }
  expect((await db.signature.findUnique({ where: { id } }))?.state).toBe("pending");
  expect(await confirm(issueToken(keys, "confirm-signature", randomUUID(), later(DAY)))).toEqual({
    ok: false,
    reason: "expired",
  });
});

test("a link is good for 14 days, and 24 hours after the petition closed", async () => {
  const petition = await makePetition(db, keys);
  const { token } = await signed(petition, { email: "slow@example.org" });
  expect(await confirm(token, later(14 * DAY + 1))).toMatchObject({ ok: false, reason: "expired" });
  await db.petition.update({ where: { id: petition.id }, data: { state: "closed", closedAt: NOW } });
  expect(await confirm(token, later(25 * HOUR))).toMatchObject({ ok: false, reason: "expired" });
  expect(await confirm(token, later(23 * HOUR))).toMatchObject({ ok: true });
});

test("withdrawn and removed signatures are gone", async () => {
  const petition = await makePetition(db, keys);
  for (const state of ["withdrawn", "removed"]) {
    const { id, token } = await signed(petition, { email: `${state}@example.org` });
    await confirm(token);
    await db.signature.update({ where: { id }, data: { state } });
    expect(await confirm(token)).toMatchObject({ ok: false, reason: state });
    expect(await findSignatureForToken(pool, keys, token, NOW)).toMatchObject({ status: state });
  }
});

test("forget me: name, address, reason and mail are destroyed, the count waits, the code is shown once", async () => {
  const petition = await makePetition(db, keys);
  const { id, token } = await signed(petition, {
    email: "forget@example.org",
    name: "Zapomeňte",
    country: "KR",
    display: "public",
    reason: "Proto.",
    forgetMe: "on",
    src: "tag",
  });
  const first = await confirm(token);
  expect(first.ok && first.withdrawalCode).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await confirm(token)).toEqual({ ok: true, petition: petition.slug, locale: "en" });
  const row = await db.signature.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({
    state: "confirmed",
    nameEnc: null,
    emailEnc: null,
    reasonEnc: null,
    source: null,
    display: "counted",
    updates: false,
  });
  expect(Buffer.from(row.withdrawalHash ?? [])).toEqual(sha256(first.ok ? (first.withdrawalCode ?? "") : ""));
  expect(await db.outboxMail.count({ where: { subjectId: id } })).toBe(0);
  const [entry] = await entries(petition.id);
  expect(row.countedAt?.getTime()).toBe(Math.floor((entry?.dueAt.getTime() ?? 0) / HOUR) * HOUR);
  expect(entry?.dueAt.getTime()).toBeGreaterThanOrEqual(NOW.getTime());
  expect(entry?.dueAt.getTime()).toBeLessThan(later(DAY).getTime());
  for (const moment of [row.requestedAt, row.mailedAt, row.expiresAt])
    expect(moment.getTime() % HOUR).toBe(0);
  await countSignatures(pool, later(DAY));
  expect(await db.petitionCount.findUnique({ where: { petitionId: petition.id } })).toMatchObject({
    confirmed: 1,
  });
});

test("moments of forget-me signatures are spread over the day", async () => {
  const petition = await makePetition(db, keys);
  for (let index = 0; index < 24; index += 1) {
    const { token } = await signed(petition, { email: `spread${index}@example.org`, forgetMe: "on" });
    await confirm(token);
  }
  const hours = new Set(
    (await entries(petition.id)).map(({ dueAt }) => Math.floor((dueAt.getTime() - NOW.getTime()) / HOUR)),
  );
  expect(hours.size).toBeGreaterThan(6);
  // The journal's day is that of the moment drawn: with the day of confirming, one late at night would lie between both.
  const rows = await db.signature.findMany({ where: { petitionId: petition.id } });
  const lines = await db.journalEntry.findMany({ where: { subjectId: { in: rows.map(({ id }) => id) } } });
  expect(new Set(lines.map(({ day }) => day.getTime())).size).toBe(2);
  for (const { id, countedAt } of rows)
    expect(lines.find((line) => line.subjectId === id)?.day).toEqual(
      new Date(utcDay(countedAt ?? new Date(0))),
    );
});

test("unconfirmed sign-ups and their mails are deleted when their time is over; confirmed ones stay", async () => {
  const petition = await makePetition(db, keys);
  const stays = await signed(petition, { email: "stays@example.org" });
  await confirm(stays.token);
  const goes = await signed(petition, { email: "goes@example.org" });
  expect(await expireSignatures(pool, later(13 * DAY))).toBe(0);
  expect(await expireSignatures(pool, later(15 * DAY))).toBeGreaterThan(0);
  expect(await db.signature.findUnique({ where: { id: goes.id } })).toBeNull();
  expect(await db.outboxMail.count({ where: { subjectId: goes.id } })).toBe(0);
  expect(await db.signature.findUnique({ where: { id: stays.id } })).toMatchObject({ state: "confirmed" });
  expect(await confirm(goes.token, later(15 * DAY))).toEqual({ ok: false, reason: "expired" });
});
