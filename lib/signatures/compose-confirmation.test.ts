import { expect, test } from "vitest";
import { keyedHash } from "@/lib/crypto/hash";
import { readToken } from "@/lib/crypto/token";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import { relayLocally } from "@/lib/mail/relay-locally";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { confirmationComposer } from "./compose-confirmation";
import { manageLinkComposer } from "./compose-manage-link";
import { confirmSignature } from "./confirm-signature";
import { forgetMails } from "./forget-mails";
import { readSigning } from "./schema";
import { signPetition } from "./sign-petition";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const APP_URL = "https://vigil.example.org";
const composer = confirmationComposer(keys, APP_URL);
const composers = composersOf({
  "confirm-signature": composer,
  "mailbox-full": composer,
  "manage-signature": manageLinkComposer(keys, APP_URL),
});
const petition = await makePetition(db, keys);
const networks = { used: 0 };

async function sign(sent: Record<string, string>, now: Date): Promise<void> {
  const read = readSigning({ consent: "on", ...sent });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  networks.used += 1;
  await signPetition(
    { pool, keys, now },
    { slug: petition.slug, signing: read.signing, peer: `203.0.113.${networks.used}` },
  );
}

/** Relays and returns the newest mail to an address, its link left out so that mails can be compared. */
async function mailTo(to: string, now: Date) {
  await relayLocally({ pool, keys, composers, appUrl: APP_URL, now });
  const [mail] = await localOutbox(pool, keys, to);
  if (!mail) throw new Error(`no mail to ${to}`);
  const token = /\/confirm\/(\S+)/.exec(mail.text)?.[1] ?? "";
  const unlinked = (words: string) => (token ? words.replaceAll(token, "…") : words);
  return { token, same: { subject: mail.subject, text: unlinked(mail.text), html: unlinked(mail.html) } };
}

test("the mail is the same whether the signature is new, pending, confirmed or removed", async () => {
  const person = { email: "same@example.org", name: "Stejná", locale: "ko" };
  await sign(person, NOW);
  const first = await mailTo(person.email, NOW);
  const id = readToken(keys, "confirm-signature", first.token)?.id ?? "";
  await confirmSignature({ pool, keys, now: NOW }, first.token);
  for (const state of ["confirmed", "removed"]) {
    await db.signature.update({ where: { id }, data: { state } });
    await pool.query("DELETE FROM outbox_mail");
    await db.signature.update({ where: { id }, data: { mailedAt: later(-DAY) } });
    await sign(person, NOW);
    expect((await mailTo(person.email, NOW)).same).toEqual(first.same);
  }
});

test("a third person on a mailbox is told by mail that both places are taken, with no link to press", async () => {
  const email = "home@example.org";
  for (const [index, name] of ["Anna", "Břetislav"].entries()) {
    await sign({ email, name }, later(index * HOUR));
    const { token } = await mailTo(email, later(index * HOUR));
    expect(await confirmSignature({ pool, keys, now: later(index * HOUR) }, token)).toMatchObject({
      ok: true,
    });
  }
  await sign({ email, name: "Čeněk" }, later(2 * HOUR));
  const third = await mailTo(email, later(2 * HOUR));
  expect(third.token).toBe("");
  expect(third.same.text).toContain("Two people have already signed");
});

test("a tag does not make one mailbox several for the limit", async () => {
  for (let tag = 0; tag < 5; tag += 1)
    await sign({ email: `tagged+${tag}@proton.example`, name: `Jméno ${"abcde"[tag]}` }, NOW);
  await relayLocally({ pool, keys, composers, appUrl: APP_URL, now: NOW });
  const hash = keyedHash(keys.of("mail-address-hash"), "tagged@proton.example");
  expect(await db.outboxMail.count({ where: { addressHash: Uint8Array.from(hash), state: "sent" } })).toBe(1);
});

test("a page that showed an older sign-up confirms nothing", async () => {
  const person = { email: "moved@example.org", name: "Změna" };
  await sign({ ...person, country: "KR" }, NOW);
  const { token } = await mailTo(person.email, NOW);
  await sign({ ...person, country: "KP", reason: "Somebody else's words" }, later(1_000));
  const context = { pool, keys, now: later(2_000) };
  expect(await confirmSignature(context, token, NOW)).toMatchObject({ ok: false, reason: "changed" });
  expect(await confirmSignature(context, token, later(1_000))).toMatchObject({ ok: true });
});

test("signing again with the address of a forgotten signer leaves nothing of it behind", async () => {
  const person = { email: "forgotten@example.org", name: "Zapomenutá", forgetMe: "on" };
  await sign(person, NOW);
  const { token } = await mailTo(person.email, NOW);
  await confirmSignature({ pool, keys, now: NOW }, token);
  await pool.query("UPDATE signature SET mailed_at = $1 WHERE forget_me", [later(-DAY)]);
  await sign(person, NOW);
  await relayLocally({ pool, keys, composers, appUrl: APP_URL, now: NOW });
  expect(await localOutbox(pool, keys, person.email)).toHaveLength(1);
  // The mail from before, which confirming emptied, is deleted; the one from after is emptied.
  expect(await forgetMails(pool, later(2 * HOUR))).toBe(2);
  expect(await localOutbox(pool, keys, person.email)).toEqual([]);
});

/** A forgotten signer, and what comes for whoever types the address again while a provider has the mails' texts. */
async function forgottenSigner(email: string, start: Date) {
  const person = { email, name: "Zapomenutá", forgetMe: "on" };
  await sign(person, start);
  const { token } = await mailTo(email, start);
  await confirmSignature({ pool, keys, now: start }, token);
  await pool.query("DELETE FROM outbox_mail");
  const sent = async () => await db.outboxMail.count({ where: { sentAt: { not: null } } });
  return async (name: string, now: Date): Promise<number> => {
    const before = await sent();
    await sign({ ...person, name }, now);
    await relayLocally({ pool, keys, composers, appUrl: APP_URL, now });
    await pool.query("UPDATE outbox_mail SET rendered_enc = NULL, address_enc = NULL WHERE state = 'sent'");
    await forgetMails(pool, new Date(now.getTime() + MINUTE));
    return (await sent()) - before;
  };
}

test("mails about forgotten signers come 15 minutes apart, though their time of day is not kept for long", async () => {
  const noon = later(DAY);
  const again = await forgottenSigner("apart@example.org", noon);
  const at = (minutes: number) => new Date(noon.getTime() + HOUR + minutes * MINUTE);
  expect(await again("Zapomenutá", at(0))).toBe(1);
  expect(await again("Zapomenutá", at(10))).toBe(0);
  expect(await db.outboxMail.count()).toBe(1);
  expect(await again("Jiná", at(12)), "another name with the same address").toBe(0);
  expect(await again("Zapomenutá", at(20))).toBe(1);
  await forgetMails(pool, at(60));
  for (const { sentAt, subjectId } of await db.outboxMail.findMany({ where: { sentAt: { not: null } } })) {
    const isForgotten = subjectId === petition.id;
    expect((sentAt?.getTime() ?? 1) % DAY === 0).toBe(isForgotten);
  }
});

test("three mails of a late evening count for fourteen days, though only their day is kept", async () => {
  const evening = new Date("2026-03-10T22:50:00Z");
  const again = await forgottenSigner("evening@example.org", evening);
  const at = (span: number) => new Date(evening.getTime() + span);
  for (const minutes of [10, 30, 50]) expect(await again("Zapomenutá", at(minutes * MINUTE))).toBe(1);
  await forgetMails(pool, at(2 * HOUR));
  expect(await again("Zapomenutá", at(14 * DAY - 20 * HOUR))).toBe(0);
  expect(await again("Zapomenutá", at(14 * DAY + 70 * MINUTE))).toBe(1);
});
