import { expect, test } from "vitest";
import { unseal } from "@/lib/crypto/seal";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { readSigning } from "./schema";
import { signPetition } from "./sign-petition";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");

type Sent = Record<string, string>;
const later = (span: number) => new Date(NOW.getTime() + span);

/** Signs as a person would; every call comes from a network of its own unless `peer` is given. */
let networks = 0;
function freshNetwork(): string {
  networks += 1;
  return `203.0.${networks >> 8}.${networks & 255}`;
}

function sign(slug: string, sent: Sent, { now = NOW, peer = freshNetwork() } = {}) {
  const read = readSigning({ consent: "on", ...sent });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return signPetition({ pool, keys, now }, { slug, signing: read.signing, peer });
}

const signaturesOf = (petitionId: string) =>
  db.signature.findMany({ where: { petitionId }, orderBy: { requestedAt: "asc" } });
const mailsOf = (id: string) => db.outboxMail.findMany({ where: { subjectId: id } });

test("Suzie signs: one pending signature, one mail, nothing of hers in clear", async () => {
  const petition = await makePetition(db, keys);
  const result = await sign(petition.slug, {
    email: "Süzie+vigil@Example.org",
    name: "Süzie Łęcka 李",
    country: "KR",
    display: "initials",
    reason: "Aby přestali.",
    locale: "ko",
    src: "leaflet-3",
  });
  expect(result).toEqual({ ok: true });
  const [signature, ...others] = await signaturesOf(petition.id);
  expect(others).toEqual([]);
  expect(signature).toMatchObject({
    state: "pending",
    display: "initials",
    country: "KR",
    locale: "ko",
    source: "leaflet-3",
    versionId: petition.versionId,
    place: null,
    countedAt: null,
    forgetMe: false,
    updates: false,
  });
  expect(signature?.expiresAt).toEqual(later(14 * DAY));
  expect(unseal(keys, "personal-fields", "signature.name", signature?.nameEnc ?? new Uint8Array())).toBe(
    "Süzie Łęcka 李",
  );
  const mails = await mailsOf(signature?.id ?? "");
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ kind: "confirm-signature", state: "waiting", locale: "ko", priority: 0 });
  const { rows } = await pool.query(
    "SELECT row_to_json(s)::text || row_to_json(m)::text AS all FROM signature s JOIN outbox_mail m ON m.subject_id = s.id WHERE s.id = $1",
    [signature?.id],
  );
  const stored = rows[0].all as string;
  for (const secret of ["zie", "example.org", "Łęcka", "přestali"]) {
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(Buffer.from(secret).toString("hex"));
  }
});

test("the same person twice is one signature and one mail, whatever the spelling", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition.slug, { email: "jo.doe+a@gmail.com", name: "Jo Doe" });
  const again = await sign(petition.slug, { email: "J.ODOE@googlemail.com", name: " jo  DOE " });
  expect(again).toEqual({ ok: true });
  const signatures = await signaturesOf(petition.id);
  expect(signatures).toHaveLength(1);
  expect(await mailsOf(signatures[0]?.id ?? "")).toHaveLength(1);
});

test("who lost the mail asks again after 15 minutes, and gets one more", async () => {
  const petition = await makePetition(db, keys);
  const sent = { email: "lost@example.org", name: "Ztracená" };
  await sign(petition.slug, sent);
  await sign(petition.slug, sent, { now: later(14 * MINUTE) });
  await sign(petition.slug, sent, { now: later(16 * MINUTE) });
  const [signature] = await signaturesOf(petition.id);
  expect(await mailsOf(signature?.id ?? "")).toHaveLength(2);
  expect(signature?.expiresAt).toEqual(later(16 * MINUTE + 14 * DAY));
});

test("a stranger who signs someone up, before or after, never makes them more visible", async () => {
  const petition = await makePetition(db, keys);
  const person = { email: "careful@example.org", name: "Opatrná", country: "JP" };
  await sign(petition.slug, { ...person, display: "public", updates: "on" });
  await sign(petition.slug, { ...person, display: "counted", forgetMe: "on" });
  await sign(petition.slug, { ...person, display: "public", updates: "on" });
  const signatures = await signaturesOf(petition.id);
  expect(signatures).toHaveLength(1);
  expect(signatures[0]).toMatchObject({ display: "counted", forgetMe: true, updates: false });
});

test("different names on one mailbox wait side by side and take no place", async () => {
  const petition = await makePetition(db, keys);
  for (const name of ["Anna", "Břetislav", "다니엘"])
    await sign(petition.slug, { email: "home@example.org", name });
  const signatures = await signaturesOf(petition.id);
  expect(signatures).toHaveLength(3);
  expect(signatures.every((signature) => signature.place === null)).toBe(true);
});

test("two petitions cannot be joined by their hashes", async () => {
  const [one, other] = [await makePetition(db, keys), await makePetition(db, keys)];
  for (const { slug } of [one, other]) await sign(slug, { email: "both@example.org", name: "Obě" });
  const [first] = await signaturesOf(one.id);
  const [second] = await signaturesOf(other.id);
  expect(Buffer.from(first?.emailHash ?? [])).not.toEqual(Buffer.from(second?.emailHash ?? []));
  expect(Buffer.from(first?.nameHash ?? [])).not.toEqual(Buffer.from(second?.nameHash ?? []));
});

test("the trap catches without a word", async () => {
  const petition = await makePetition(db, keys);
  expect(await sign(petition.slug, { email: "robot@example.org", website: "https://example.org" })).toEqual({
    ok: true,
  });
  expect(await signaturesOf(petition.id)).toEqual([]);
});

test("drafts are unknown, paused and closed petitions are closed, versions that never were are refused", async () => {
  const refusals = { draft: "unknown", paused: "closed", closed: "closed" } as const;
  for (const [state, reason] of Object.entries(refusals)) {
    const petition = await makePetition(db, keys, { state });
    expect(await sign(petition.slug, { email: "late@example.org" })).toEqual({ ok: false, reason });
    expect(await signaturesOf(petition.id)).toEqual([]);
  }
  expect(await sign("no-such-petition", { email: "a@example.org" })).toEqual({
    ok: false,
    reason: "unknown",
  });
  const { slug } = await makePetition(db, keys);
  expect(await sign(slug, { email: "a@example.org", version: "7" })).toEqual({
    ok: false,
    reason: "unknown-version",
  });
});

test("a petition that closes while its form is being read is closed in the statement itself", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition.slug, { email: "early@example.org" });
  await db.petition.update({ where: { id: petition.id }, data: { state: "closed", closedAt: NOW } });
  expect(await sign(petition.slug, { email: "late@example.org" })).toEqual({ ok: false, reason: "closed" });
  expect(await signaturesOf(petition.id)).toHaveLength(1);
});

test("a network signs 60 times an hour, then hears when, and its neighbour is not held up", async () => {
  const petition = await makePetition(db, keys);
  const from = (peer: string, count: number, start: number, now = NOW) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        sign(petition.slug, { email: `p${start + index}@example.org` }, { peer, now }),
      ),
    );
  const results = await from("198.51.100.7", 64, 0);
  expect(results.filter((result) => result.ok)).toHaveLength(60);
  expect(results.filter((result) => !result.ok).map((result) => result)).toEqual(
    Array(4).fill({ ok: false, reason: "too-many", retryAfter: 3600 }),
  );
  expect(await signaturesOf(petition.id)).toHaveLength(60);
  expect((await from("198.51.100.8", 1, 100))[0]).toEqual({ ok: true });
  expect((await from("198.51.100.7", 1, 200, later(30 * MINUTE)))[0]).toMatchObject({
    ok: false,
    retryAfter: 1800,
  });
  expect((await from("198.51.100.7", 1, 201, later(HOUR)))[0]).toEqual({ ok: true });
});

test("one household's IPv6 addresses are one network", async () => {
  const petition = await makePetition(db, keys);
  const peers = Array.from({ length: 61 }, (_, index) => `2001:db8:7:9::${index.toString(16)}`);
  const results = await Promise.all(
    peers.map((peer, index) => sign(petition.slug, { email: `v6-${index}@example.org` }, { peer })),
  );
  expect(results.filter((result) => !result.ok)).toHaveLength(1);
});

test("500 people at once, some of them twice: each is there once with one mail", async () => {
  const petition = await makePetition(db, keys);
  const people = Array.from({ length: 500 }, (_, index) => ({
    email: `crowd${index}@example.org`,
    name: `Člověk ${index}`,
  }));
  const all = [...people, ...people.slice(0, 100), ...people.slice(0, 50)];
  const results = await Promise.all(all.map((person) => sign(petition.slug, person)));
  expect(results.every((result) => result.ok)).toBe(true);
  expect(await db.signature.count({ where: { petitionId: petition.id } })).toBe(500);
  const { rows } = await pool.query(
    "SELECT count(*)::int AS mails, count(DISTINCT subject_id)::int AS people FROM outbox_mail m JOIN signature s ON s.id = m.subject_id WHERE s.petition_id = $1",
    [petition.id],
  );
  expect(rows[0]).toEqual({ mails: 500, people: 500 });
});

test("after withdrawing, the same person may sign again", async () => {
  const petition = await makePetition(db, keys);
  await sign(petition.slug, { email: "back@example.org", name: "Zpět" });
  await db.signature.updateMany({
    where: { petitionId: petition.id },
    data: { state: "withdrawn", emailHash: null, nameHash: null, place: null },
  });
  await sign(petition.slug, { email: "back@example.org", name: "Zpět" }, { now: later(HOUR) });
  expect((await signaturesOf(petition.id)).map((signature) => signature.state)).toEqual([
    "withdrawn",
    "pending",
  ]);
});
