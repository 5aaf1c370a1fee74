import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { issueToken } from "@/lib/crypto/token";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import { relayLocally } from "@/lib/mail/relay-locally";
import { manageLinkComposer } from "@/lib/signatures/compose-manage-link";
import { issueManageToken } from "@/lib/signatures/own-signature";
import { readSigning } from "@/lib/signatures/schema";
import { signPetition } from "@/lib/signatures/sign-petition";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { HOUR, MINUTE } from "@/lib/time/durations";
import { type DoorName, ownDoors } from "./own-doors";

const database = await testDatabase();
const { db, keys, pool } = database;
const petition = await makePetition(db, keys);
const { signed, ask, send } = ownDoors(database, petition);

const ACTS: [DoorName, Record<string, string>, string][] = [
  ["displays", { display: "initials" }, "changed"],
  ["newsStops", {}, "stopped"],
  ["newsStops", { undo: "on" }, "allowed"],
  ["withdrawals", {}, "withdrawn"],
  ["withdrawals", { undo: "on" }, "confirmed"],
  ["erasures", {}, "erased"],
];

test("each act has one effect, tells a program its status, and leads a person back to the page", async () => {
  const { token } = await signed();
  for (const [door, fields, status] of ACTS) {
    for (const _ of [1, 2])
      expect(await ask(door, { token, ...fields }), door).toMatchObject({ status: 200, body: { status } });
    expect(await ask(door, { token, locale: "ko", sure: "on", ...fields }, "form")).toMatchObject({
      status: 303,
      location: `/ko/signatures/${token}?changed=${status}`,
    });
  }
});

test("a form without its tick changes nothing", async () => {
  const { id, token } = await signed();
  for (const door of ["withdrawals", "erasures"] as const)
    expect((await ask(door, { token }, "form")).status).toBe(422);
  expect(await db.signature.findUnique({ where: { id } })).toMatchObject({ state: "confirmed" });
  expect((await db.signature.findUnique({ where: { id } }))?.emailEnc).not.toBeNull();
});

test("what is not a link or a code of ours opens nothing, at any door", async () => {
  const { id, token, code } = await signed({ forgetMe: "on" });
  const foreign = keyRing("another secret that is long enough, 32+");
  const wrong: Record<string, string>[] = [
    { token: issueManageToken(foreign, id, new Date()) },
    { token: issueToken(keys, "confirm-signature", id, new Date(Date.now() + HOUR)) },
    { token: `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}` },
    { code: "0000-0000-0000-0000", petition: petition.slug },
    { code, petition: "another-petition" },
  ];
  const old = { token: issueToken(keys, "manage-signature", id, new Date(Date.now() - MINUTE)) };
  for (const door of ["displays", "downloads", "erasures", "newsStops", "withdrawals"] as const) {
    for (const proof of wrong)
      expect((await ask(door, { ...proof, display: "counted" })).status, door).toBe(404);
    expect((await ask(door, { ...old, display: "counted" })).status, door).toBe(410);
    expect((await ask(door, { display: "counted" })).status, door).toBe(422);
  }
  expect(await db.signature.findUnique({ where: { id } })).toMatchObject({ state: "confirmed" });
});

test("a code withdraws, opens and downloads; its door says no more to who guesses", async () => {
  const { id, code } = await signed({ forgetMe: "on" });
  const opened = await ask("manageLinks", { code, petition: petition.slug });
  expect(opened).toMatchObject({ status: 200, body: { status: "open" } });
  const own = await ask("downloads", { token: opened.body.token });
  expect(own.body.signature).toMatchObject({ name: null, email: null, forgetMe: true, state: "confirmed" });
  const led = await ask("manageLinks", { code, petition: petition.slug, locale: "ja" }, "form");
  expect(led.location).toMatch(/^\/ja\/signatures\/[\w-]{50}$/);
  expect(await ask("manageLinks", { code: "ABCD", petition: petition.slug })).toMatchObject({ status: 404 });
  expect(await ask("withdrawals", { code: code.toLowerCase(), petition: petition.slug })).toMatchObject({
    status: 200,
    body: { status: "withdrawn" },
  });
  expect(await db.signature.findUnique({ where: { id } })).toMatchObject({ state: "withdrawn" });
});

test("withdrawn is told at the other doors, and the display of what was not given is refused", async () => {
  const { token } = await signed({ name: "" });
  expect(await ask("displays", { token, display: "public" })).toMatchObject({
    status: 422,
    body: { errors: { display: "needs-name" } },
  });
  expect((await ask("displays", { token, display: "everyone" })).status).toBe(422);
  await ask("withdrawals", { token });
  expect(await ask("displays", { token, display: "counted" })).toMatchObject({
    status: 410,
    body: { code: "withdrawn" },
  });
});

test("the download holds what is stored and no hash, as a file that nobody keeps", async () => {
  const { email, token } = await signed({ reason: "Protože." });
  const { status, headers, body, text } = await ask("downloads", { token });
  expect(status).toBe(200);
  expect(body.signature).toMatchObject({
    email,
    name: "Łucja 李",
    reason: "Protože.",
    country: "PL",
    fingerprints: true,
    petition: { slug: petition.slug },
    version: { number: 1 },
  });
  expect(headers).toContain('content-disposition,attachment; filename="signature.json"');
  expect(headers).toContain("cache-control,no-store");
  expect(text).not.toMatch(/[0-9a-f]{64}.*[0-9a-f]{64}|Enc|_hash/);
});

test("asking for a link answers the same for every address, and mails only who has something there", async () => {
  const { email } = await signed();
  const forgotten = await signed({ forgetMe: "on" });
  const pending = `${randomUUID()}@example.org`;
  const read = readSigning({ consent: "on", email: pending });
  if (!read.ok) throw new Error("unreadable");
  await signPetition(
    { pool, keys, now: new Date() },
    { slug: petition.slug, signing: read.signing, peer: "198.51.100.1" },
  );
  await pool.query("DELETE FROM outbox_mail");
  const addresses = [email, forgotten.email, pending, `${randomUUID()}@example.org`];
  for (const as of ["json", "form"] as const) {
    const answers = [];
    for (const to of addresses) {
      const { headers, status, text } = await ask("manageLinks", { email: to, petition: petition.slug }, as);
      answers.push(JSON.stringify({ headers, status, text }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain(as === "json" ? "202" : "303");
  }
  const composer = manageLinkComposer(keys, "https://vigil.example.org");
  const composers = composersOf({ "manage-signature": composer });
  await relayLocally({ pool, keys, composers, appUrl: "https://vigil.example.org", now: new Date() });
  const mailed = [];
  for (const to of addresses) mailed.push((await localOutbox(pool, keys, to)).length);
  expect(mailed).toEqual([1, 0, 1, 0]);
  const [mail] = await localOutbox(pool, keys, email);
  expect(mail?.text.match(/\/signatures\/[\w-]{50}/g)).toHaveLength(1);
  expect(mail?.text).not.toContain("Łucja");
});

test("what cannot be read is refused, and a network that asks on and on is told when", async () => {
  expect((await ask("manageLinks", { email: "nobody", petition: petition.slug })).status).toBe(422);
  expect((await ask("manageLinks", { email: "a@example.org", petition: "no-such" })).status).toBe(404);
  expect((await ask("manageLinks", { code: "ABCD" })).status).toBe(404);
  const led = await ask("manageLinks", { email: "a@example.org" }, "form");
  expect(led).toMatchObject({ status: 303, location: "/en/letters/sent?sent=1" });
  await pool.query("TRUNCATE network_use");
  const askFor = async (fields: Record<string, string>, as: "json" | "form" = "json") =>
    await send("manageLinks", { petition: petition.slug, ...fields }, as);
  for (let use = 0; use < 20; use += 1) expect((await askFor({ email: "a@example.org" })).status).toBe(202);
  expect((await askFor({ email: "a@example.org" })).status).toBe(429);
  for (let use = 0; use < 60; use += 1) expect((await askFor({ code: "ABCD" })).status).toBe(404);
  const told = await askFor({ code: "ABCD-typed-code" }, "form");
  expect(told.status).toBe(429);
  expect(told.text).not.toContain("typed-code");
});
