import type pg from "pg";
import { expect, test } from "vitest";
import type { Batch } from "@/lib/mail/batches";
import { localOutbox } from "@/lib/mail/local-outbox";
import { relayLocally } from "@/lib/mail/relay-locally";
import { later, NOW } from "@/lib/testing/relay-world";
import { HOUR, MINUTE } from "@/lib/time/durations";
import { leavingWorld } from "./letters-leave.setup";
import { findOwnLetter } from "./own-letter";
import { replyTagHash } from "./reply-address";
import { APP_URL, letterFields } from "./test-writers";

const world = await leavingWorld();
const { db, keys, pool, writers, campaign, composers, mayLeave, dispatch, follow, relay, stateOf, leave } =
  world;

test("the office gets exactly what the writer saw: from their name, answers to the relay, and nothing of ours", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const { id, token, fields } = await leave(provider, office, NOW);
  const [{ mail }] = provider.accepted as [(typeof provider.accepted)[number]];
  expect(mail.from).toBe('"Łucja Ødegård 李 – Přestaňte – 중지하라" <vigil@example.org>');
  expect(mail.to).toBe(office.address);
  expect(mail.subject).toBe(fields.subject);
  expect(mail.headers).toEqual({ "Auto-Submitted": "no" });
  expect(mail.text?.startsWith(`${fields.text}\n\n—\n`)).toBe(true);
  expect(mail.text).toContain("\n[1] ");
  expect(`${mail.text}${mail.html}`).not.toMatch(/unsubscribe|never mail|@@|List-/i);
  const replyTo = String(mail.reply_to);
  expect(replyTo).toMatch(/^reply\+[a-z2-7]{26}@answers\.example\.org$/);
  const { replyTagHash: hash } = await db.letter.findUniqueOrThrow({ where: { id } });
  expect(Buffer.from(hash ?? []).equals(replyTagHash(replyTo.slice(6, 32)))).toBe(true);
  expect(await stateOf(id)).toBe("sent");
  const found = await findOwnLetter({ pool, keys, now: NOW }, token);
  expect(found.status === "there" && [found.letter.leftAt, found.letter.may.withdraw]).toEqual([NOW, false]);
});

test("whoever wants answers at home has their own address in the letter; HTML stands as text in it", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const sent = { replyTo: "own", text: '2 < 3 & "quotes"\n\nend', claims: "", name: "O’Brien, J." };
  const { fields } = await writers.confirmed(campaign, office, NOW, sent);
  await dispatch(NOW);
  await relay(provider, NOW);
  const mail = provider.accepted[0]?.mail;
  expect(mail?.reply_to).toBe(fields.email);
  expect(mail?.from).toMatch(/^"O’Brien, J\. – /);
  expect(mail?.html).toContain("<p>2 &lt; 3 &amp; &quot;quotes&quot;</p>");
});

test("marks of our own templates mean nothing in a letter", async () => {
  const office = await writers.office(campaign, NOW);
  await writers.confirmed(campaign, office, NOW, {
    subject: "@@neverMailUrl@@",
    text: "@@letterUrl@@ @@neverMailUrl@@",
    claims: "",
  });
  await dispatch(NOW);
  for (const _ of ["the question", "the letter"])
    await relayLocally({ pool, keys, composers, appUrl: APP_URL, now: NOW });
  const [mail] = await localOutbox(pool, keys, office.address);
  expect([mail?.subject, mail?.text]).toEqual(["@@neverMailUrl@@", "@@letterUrl@@ @@neverMailUrl@@\n"]);
});

test("the mail that asks for a yes holds nothing that was typed", async () => {
  const office = await writers.office(campaign, NOW);
  const fields = letterFields(campaign, office);
  await writers.write({ ...fields, subject: "Buy http://spam.example now", locale: "en" }, NOW);
  await relayLocally({ pool, keys, composers, appUrl: APP_URL, now: NOW });
  const [mail] = await localOutbox(pool, keys, fields.email ?? "");
  expect(mail?.text).toMatch(/\/en\/letters\/sent\/[\w-]{50}/);
  expect(mail?.text).toContain("Посольство 大使馆");
  expect(`${mail?.subject}${mail?.text}`).not.toMatch(/spam|babička|Ødegård/);
});

test("a stranger causes three questions in 14 days; whoever said yes before is asked at once again", async () => {
  const offices = await Promise.all(Array.from({ length: 6 }, () => writers.office(campaign, NOW)));
  const ask = async (email: string, n: number, now: Date) => {
    await pool.query("DELETE FROM letter WHERE state = 'draft'");
    await writers.write({ ...letterFields(campaign, offices[n] ?? { key: "" }), email }, now);
    await relayLocally({ pool, keys, composers, appUrl: APP_URL, now });
    return (await localOutbox(pool, keys, email)).length;
  };
  const stranger = [];
  for (let n = 0; n < 5; n += 1) stranger.push(await ask("cizi@example.org", n, later(n * HOUR)));
  expect(stranger).toEqual([1, 2, 3, 3, 3]);
  await writers.confirmed(campaign, offices[5] ?? { id: "", campaignId: "", key: "" }, NOW, {
    email: "znama@example.org",
  });
  await relayLocally({ pool, keys, composers, appUrl: APP_URL, now: NOW });
  const known = [];
  for (let n = 0; n < 5; n += 1) known.push(await ask("znama@example.org", n, later((n + 1) * 3 * MINUTE)));
  expect(known.at(-1)).toBe(5);
});

test("a freeze takes back what waits in the outbox; unfrozen it leaves once", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const { id } = await writers.confirmed(campaign, office, NOW);
  await dispatch(NOW);
  expect(await stateOf(id)).toBe("leaving");
  await pool.query("UPDATE campaign SET letters_frozen_at = now(), letters_frozen_by = 'x' WHERE id = $1", [
    campaign.id,
  ]);
  await relay(provider, NOW);
  expect([provider.accepted.length, await stateOf(id)]).toEqual([0, "queued"]);
  await pool.query("UPDATE campaign SET letters_frozen_at = NULL, letters_frozen_by = NULL");
  for (let tick = 1; tick < 4; tick += 1) {
    await dispatch(later(tick * MINUTE));
    await relay(provider, later(tick * MINUTE));
    await follow(later(tick * MINUTE));
  }
  expect([provider.accepted.length, await stateOf(id)]).toEqual([1, "sent"]);
});

test("a freeze in the moment between composing and leaving holds as well", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const { id } = await writers.confirmed(campaign, office, NOW);
  await dispatch(NOW);
  const late = async (client: pg.PoolClient, batch: Batch) => {
    await pool.query("UPDATE office_gate SET frozen_at = now(), frozen_by = 'x'");
    return await mayLeave(client, batch);
  };
  await world.relayAs(provider, { composers, now: NOW, mayLeave: late });
  expect([provider.requests.length, await stateOf(id)]).toEqual([0, "queued"]);
  expect(await db.mailBatch.count()).toBe(0);
});

test("letters and mails of the house never share a request", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  await writers.confirmed(campaign, office, NOW);
  await dispatch(NOW);
  for (let n = 0; n < 2; n += 1) await writers.write(letterFields(campaign, office), NOW);
  await relay(provider, NOW);
  const keysOfKinds = provider.accepted.map(({ key, mail }) => [key, mail.to === office.address] as const);
  expect(keysOfKinds.length).toBe(3);
  for (const [key, isLetter] of keysOfKinds)
    for (const [other, isOther] of keysOfKinds) expect(key === other).toBe(isLetter === isOther);
});

test("letters to two offices never share a request: who stops one keeps back no other", async () => {
  const provider = await world.provider();
  const [one, two] = [await writers.office(campaign, NOW), await writers.office(campaign, NOW)];
  for (const office of [one, two, one]) {
    await writers.confirmed(campaign, office, NOW);
    await pool.query("UPDATE office_gate SET next_at = $1", [NOW]);
    await dispatch(NOW);
  }
  await relay(provider, NOW);
  const requests = new Map(provider.accepted.map(({ key, mail }) => [`${key} ${mail.to}`, mail.to]));
  expect([...requests.values()].sort()).toEqual([one.address, two.address].sort());
});
