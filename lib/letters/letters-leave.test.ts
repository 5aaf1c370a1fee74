import { randomUUID } from "node:crypto";
import type pg from "pg";
import { beforeEach, expect, test } from "vitest";
import { applyEvents } from "@/lib/mail/apply-events";
import type { Batch } from "@/lib/mail/batches";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import type { EventKind } from "@/lib/mail/read-event";
import { recordEvents } from "@/lib/mail/record-event";
import { relayLocally } from "@/lib/mail/relay-locally";
import { forgiveBounces } from "@/lib/mail/suppression";
import { accountHash, sealAccountAddress } from "@/lib/people/account-fields";
import { type MailProvider, SENDER } from "@/lib/testing/mail-provider";
import { later, NOW, relayWorld } from "@/lib/testing/relay-world";
import { makeCampaign } from "@/lib/testing/world";
import { HOUR, MINUTE, SECOND } from "@/lib/time/durations";
import { letterConfirmationComposer } from "./compose-letter-confirmation";
import { letterComposer, lettersMayLeave } from "./compose-letter-mail";
import { officeTroubleComposer } from "./compose-office-trouble";
import { dispatchLetters } from "./dispatch-letters";
import { eraseLetter } from "./erase-letter";
import { followMails } from "./follow-mails";
import { findOwnLetter } from "./own-letter";
import { replyTagHash } from "./reply-address";
import { APP_URL, letterFields, testWriters } from "./test-writers";
import { withdrawLetter } from "./withdraw-letter";

const world = await relayWorld();
const { db, keys, pool } = world;
const writers = testWriters(world);
const campaign = await makeCampaign(db);
await writers.template(campaign, NOW);

beforeEach(async () => {
  await pool.query("TRUNCATE letter, network_use, office_gate CASCADE");
});

const composers = composersOf({
  "confirm-letter": letterConfirmationComposer(keys, APP_URL),
  letter: letterComposer(keys, { from: "vigil@example.org", replyDomain: "answers.example.org" }),
  "office-trouble": officeTroubleComposer(),
});
const dispatch = (now: Date) => dispatchLetters({ pool, keys, clock: () => now, random: () => 0.5 });
const follow = (now: Date, ownerEmail?: string) => followMails({ pool, keys, clock: () => now, ownerEmail });
const mayLeave = (client: pg.PoolClient, { members }: Batch) => lettersMayLeave(client, members);
const relay = (to: MailProvider, now: Date) => world.relay(to, { composers, now, mayLeave, from: SENDER });
const stateOf = async (id: string) => {
  const { state, heldFor } = await db.letter.findUniqueOrThrow({ where: { id } });
  return heldFor ? `${state} for ${heldFor}` : state;
};

/** A letter that has left through a provider. */
async function leave(to: MailProvider, office: Awaited<ReturnType<typeof writers.office>>, now: Date) {
  const letter = await writers.confirmed(campaign, office, now);
  await pool.query("UPDATE office_gate SET next_at = $1", [now]);
  await dispatch(now);
  await relay(to, now);
  await follow(now);
  return letter;
}

/** What the provider says of the last mail it took. */
async function happens(provider: MailProvider, kind: EventKind, to: string, now: Date) {
  const providerId = provider.accepted.at(-1)?.id ?? "";
  await recordEvents(
    pool,
    keys,
    [{ id: `msg_${randomUUID()}`, signedAt: now, providerId, kind, at: now, to }],
    now,
  );
  await applyEvents(pool, [providerId], now);
  await follow(now, "owner@example.org");
}

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
  await world.relay(provider, { composers, now: NOW, mayLeave: late });
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

test.each([
  ["bounced", "bounced"],
  ["soft-bounced", "bounced"],
  ["suppressed", "bounced"],
  ["complained", "refused"],
] as const)(
  "an office whose server answers %s is paused, its team is told once, and all other letters wait",
  async (kind, state) => {
    const provider = await world.provider();
    const organizer = `org-${randomUUID()}@example.org`;
    const account = {
      id: randomUUID(),
      emailEnc: sealAccountAddress(keys, organizer),
      emailHash: accountHash(keys, organizer),
      createdAt: NOW,
    };
    await db.account.create({
      data: {
        ...account,
        memberships: { create: { campaignId: campaign.id, role: "organizer", createdAt: NOW } },
      },
    });
    const office = await writers.office(campaign, NOW);
    const one = await leave(provider, office, NOW);
    const two = await leave(provider, office, later(SECOND));
    const waiting = await writers.confirmed(campaign, office, later(2 * SECOND));
    await happens(provider, kind, office.address, later(3 * SECOND));
    expect([await stateOf(one.id), await stateOf(two.id)]).toEqual(["sent", state]);
    const gate = await db.officeGate.findUniqueOrThrow({ where: { address: office.address } });
    expect(gate.pausedAt).toEqual(later(3 * SECOND));
    expect(await dispatch(later(HOUR))).toBe(0);
    expect(await stateOf(waiting.id)).toBe("queued");
    await happens(provider, kind, office.address, later(4 * SECOND));
    await relay(provider, later(HOUR));
    const told = provider.accepted.filter(({ mail }) => mail.subject?.startsWith("Letters wait"));
    expect(told.map(({ mail }) => mail.to)).toEqual(expect.arrayContaining([organizer, "owner@example.org"]));
    expect(new Set(told.map(({ mail }) => mail.to)).size).toBe(told.length);
    expect(told[0]?.mail.text).toContain(office.address);
    expect(told[0]?.mail.text).not.toMatch(/babička|Ødegård/);
    await pool.query("DELETE FROM membership");
  },
);

test("delivered, then sent back after all: the last word counts, and later ones that weigh less change nothing", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const { id } = await leave(provider, office, NOW);
  await happens(provider, "delivered", office.address, later(SECOND));
  expect(await stateOf(id)).toBe("delivered");
  await happens(provider, "bounced", office.address, later(2 * SECOND));
  expect(await stateOf(id)).toBe("bounced");
  await happens(provider, "delivered", office.address, later(3 * SECOND));
  expect(await stateOf(id)).toBe("bounced");
});

test("to an address that gets no mail from here nothing leaves: the letter is held, and goes after somebody looked", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  await leave(provider, office, NOW);
  await happens(provider, "bounced", office.address, later(SECOND));
  await pool.query("UPDATE office_gate SET paused_at = NULL, pause_note = NULL");
  const { id } = await leave(provider, office, later(MINUTE));
  expect(await stateOf(id)).toBe("held for address");
  expect(await db.officeGate.findUniqueOrThrow({ where: { address: office.address } })).toMatchObject({
    pauseNote: "suppressed",
  });
  await pool.query("UPDATE office_gate SET paused_at = NULL, pause_note = NULL");
  await forgiveBounces(pool, keys, office.address, NOW);
  const after = await leave(provider, office, later(HOUR));
  expect(await stateOf(after.id)).toBe("sent");
});

test("what the provider does not take has not left: the letter is held and its office paused", async () => {
  const provider = await world.provider({
    refuses: ({ subject }) => (subject?.startsWith("Letters") ? undefined : "Invalid `to` field."),
  });
  const office = await writers.office(campaign, NOW);
  const { id } = await leave(provider, office, NOW);
  expect(await stateOf(id)).toBe("held for address");
  expect(await db.officeGate.findUniqueOrThrow({ where: { address: office.address } })).toMatchObject({
    pauseNote: "failed",
  });
});

test("a letter that may have left is taken for one that did, and never sent again", async () => {
  const office = await writers.office(campaign, NOW);
  const { id } = await writers.confirmed(campaign, office, NOW);
  await dispatch(NOW);
  await pool.query(
    "UPDATE outbox_mail SET state = 'doubt', note = 'no answer for a day', sent_at = $1 WHERE kind = 'letter'",
    [NOW],
  );
  await follow(later(MINUTE));
  expect(await stateOf(id)).toBe("sent");
  expect(
    (await db.letterEvent.findMany({ where: { letterId: id, kind: "sent" } })).map(({ note }) => note),
  ).toEqual(["doubt"]);
  expect(await dispatch(later(HOUR))).toBe(0);
});

test("a letter comes back while its mail waits; once a request holds it, it is too late, and erasing waits till it is sent", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const { id, token } = await writers.confirmed(campaign, office, NOW);
  await dispatch(NOW);
  const context = { pool, keys, now: NOW };
  await pool.query("UPDATE outbox_mail SET state = 'batched' WHERE kind = 'letter'");
  expect(await withdrawLetter(context, token)).toMatchObject({ ok: false, reason: "leaving" });
  expect(await eraseLetter(context, token)).toMatchObject({ ok: false, reason: "leaving" });
  await pool.query("UPDATE outbox_mail SET state = 'waiting' WHERE kind = 'letter'");
  expect(await withdrawLetter(context, token)).toMatchObject({ ok: true });
  await relay(provider, NOW);
  expect([provider.accepted.length, await stateOf(id)]).toEqual([0, "withdrawn"]);
  const gone = await leave(provider, office, later(MINUTE));
  expect(await withdrawLetter(context, gone.token)).toMatchObject({ ok: false, reason: "left" });
  expect(await eraseLetter(context, gone.token)).toMatchObject({ ok: true });
  const row = await db.letter.findUniqueOrThrow({ where: { id: gone.id } });
  expect(row).toMatchObject({ state: "sent", bodyEnc: null, emailHash: null, replyTagHash: null });
  await follow(later(HOUR));
});
