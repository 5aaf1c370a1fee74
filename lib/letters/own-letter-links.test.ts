import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { readToken } from "@/lib/crypto/token";
import { type Address, readAddress } from "@/lib/mail/address";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import { relayLocally } from "@/lib/mail/relay-locally";
import { manageLinkComposer } from "@/lib/signatures/compose-manage-link";
import { forgetMails } from "@/lib/signatures/forget-mails";
import { requestManageLink } from "@/lib/signatures/request-manage-link";
import { testSigners } from "@/lib/signatures/test-signers";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign, makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { letterConfirmationComposer } from "./compose-letter-confirmation";
import { eraseLetter } from "./erase-letter";
import { eraseWriter, showWriter } from "./find-writer";
import { findOwnLetter } from "./own-letter";
import { LETTERS_IN_MAIL, ownLetterLinks, writerOfLinks } from "./own-letter-links";
import { APP_URL, letterFields, testWriters } from "./test-writers";
import { writerHash } from "./writer-hash";

const world = await testDatabase();
const { db, keys, pool } = world;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const writers = testWriters(world);
const people = testSigners(world, NOW);
const petition = await makePetition(db, keys);
const campaign = await makeCampaign(db);
await writers.template(campaign, NOW);
const office = await writers.office(campaign, NOW);
const composers = composersOf({
  "confirm-letter": letterConfirmationComposer(keys, APP_URL),
  "manage-signature": manageLinkComposer(keys, APP_URL, ownLetterLinks(keys, APP_URL)),
});
const context = (now: Date) => ({ pool, keys, now });

beforeEach(async () => {
  await pool.query("TRUNCATE letter, outbox_mail, network_use, journal_entry CASCADE");
});

const relay = async (now: Date) => await relayLocally({ pool, keys, composers, appUrl: APP_URL, now });

function addressOf(email: string): Address {
  const read = readAddress(email);
  if (!read.ok) throw new Error(read.problem);
  return read.address;
}

/** Newer ones of the same writer, as limits would let them come over weeks. */
async function copyLetter(id: string, times: number): Promise<void> {
  const { id: _, ...letter } = await db.letter.findUniqueOrThrow({
    where: { id },
    omit: { replyTagHash: true, mailId: true },
  });
  const requestedAt = later(HOUR);
  await db.letter.createMany({
    data: Array.from({ length: times }, () => ({ ...letter, id: randomUUID(), requestedAt })),
  });
}

/** The links of the mail that comes when a mailbox asks for them: to letters, and to signatures. */
async function asked(email: string, now: Date, slug: string | null = petition.slug) {
  const address = addressOf(email);
  const before = (await localOutbox(pool, keys, email)).length;
  const others = writerOfLinks(keys, address);
  await requestManageLink(context(now), { slug, email: address, locale: "en", others });
  await relay(now);
  const mails = await localOutbox(pool, keys, email);
  if (mails.length === before) return null;
  const texts = mails.map(({ text }) => text).filter((text) => /\/(manage|letters\/sent)$/m.test(text));
  const text = texts.at(0) ?? "";
  return {
    text,
    letters: [...text.matchAll(/\/letters\/sent\/([\w-]{50})/g)].map(([, token = ""]) => token),
    signatures: [...text.matchAll(/\/en\/signatures\/[\w-]{50}/g)].length,
  };
}

test("whoever asks for the links of a mailbox gets those of its letters too, each good for an hour", async () => {
  const { email } = await people.confirmed(petition);
  const { id } = await writers.confirmed(campaign, office, NOW, { email });
  await writers.confirmed(campaign, office, NOW);
  const links = await asked(email, later(DAY));
  expect(links).toMatchObject({ signatures: 1 });
  const [token = "", ...more] = links?.letters ?? [];
  expect(more).toEqual([]);
  const found = await findOwnLetter(context(later(DAY + HOUR)), token);
  expect(found.status === "there" && found.letter.email).toBe(email);
  expect(await findOwnLetter(context(later(DAY + HOUR + MINUTE)), token)).toEqual({
    status: "expired",
  });
  expect(await eraseLetter(context(later(DAY)), token)).toMatchObject({ ok: true });
  expect((await db.letter.findUniqueOrThrow({ where: { id } })).bodyEnc).toBeNull();
  expect(await asked(email, later(2 * DAY))).toMatchObject({ letters: [], signatures: 1 });
});

test("a writer who signed nothing gets them, and whoever wrote nothing, or only a draft that anybody may have typed, gets no mail", async () => {
  const email = `${randomUUID()}@example.org`;
  await writers.confirmed(campaign, office, NOW, { email });
  expect(await asked(email, later(DAY))).toMatchObject({ letters: [expect.any(String)], signatures: 0 });
  expect(await asked(`${randomUUID()}@example.org`, later(DAY))).toBeNull();
  const typed = `${randomUUID()}@example.org`;
  await writers.write({ ...letterFields(campaign, office), email: typed }, later(DAY));
  await relay(later(DAY));
  expect(await asked(typed, later(DAY + HOUR))).toBeNull();
});

test("a mail with links names no petition that its mailbox did not sign, wherever it was asked for", async () => {
  const { title } = await db.petitionVersion.findFirstOrThrow({ where: { petitionId: petition.id } });
  const email = `${randomUUID()}@example.org`;
  await writers.confirmed(campaign, office, NOW, { email });
  for (const [days, slug] of [null, petition.slug].entries()) {
    const links = await asked(email, later((days + 1) * DAY), slug);
    expect(links?.letters).toHaveLength(1);
    expect(links?.text).toContain(`${APP_URL}/en/letters/sent\n`);
    for (const foreign of [title, petition.slug, "petition"]) expect(links?.text).not.toContain(foreign);
  }
  const { email: signer } = await people.confirmed(petition);
  expect(await asked(signer, later(DAY), null)).toBeNull();
  expect((await asked(signer, later(DAY)))?.text).toContain(title);
});

test("links to letters alone are asked for once at a time, and forgotten as the others are", async () => {
  const email = `${randomUUID()}@example.org`;
  await writers.confirmed(campaign, office, NOW, { email });
  const request = { slug: null, email: addressOf(email), locale: "en" as const };
  const others = writerOfLinks(keys, request.email);
  for (let time = 0; time < 2; time += 1)
    await requestManageLink(context(later(DAY)), { ...request, others });
  const kind = "manage-signature";
  expect(await db.outboxMail.count({ where: { kind } })).toBe(1);
  await relay(later(DAY));
  await forgetMails(pool, later(DAY + 2 * HOUR));
  expect(await db.outboxMail.count({ where: { kind, state: "sent", renderedEnc: null } })).toBe(1);
});

test("spellings that count as one mailbox for limits are shown to nobody but who wrote with them", async () => {
  const name = randomUUID();
  const [mine, tagged] = [`${name}@example.org`, `${name}+x@example.org`];
  const { id } = await writers.confirmed(campaign, office, NOW, { email: mine });
  expect(await asked(tagged, later(DAY))).toBeNull();
  expect((await asked(mine.toUpperCase(), later(DAY)))?.letters).toHaveLength(1);
  const desk = { pool, db, keys, now: later(DAY), actor: "command:letters" };
  const addresses = [addressOf(tagged), addressOf(mine)];
  expect(addresses.map((address) => writerHash(keys, address).toString("hex"))).toEqual(
    Array(2).fill(writerHash(keys, addressOf(mine)).toString("hex")),
  );
  expect(await showWriter(desk, addressOf(tagged))).toEqual(new Map());
  expect(await eraseWriter(desk, addressOf(tagged))).toEqual(new Map());
  expect([...(await showWriter(desk, addressOf(mine))).keys()]).toEqual([id]);
});

test("what may still be taken back comes before what has left, and whatever does not fit is spoken of", async () => {
  const email = `${randomUUID()}@example.org`;
  const { id: first } = await writers.confirmed(campaign, office, NOW, { email });
  await pool.query("UPDATE letter SET state = 'sent', left_at = $2 WHERE id = $1", [first, NOW]);
  const { id: waiting } = await writers.confirmed(campaign, await writers.office(campaign, NOW), NOW, {
    email,
  });
  await copyLetter(first, LETTERS_IN_MAIL - 2);
  const all = await asked(email, later(DAY));
  expect(all?.letters).toHaveLength(LETTERS_IN_MAIL);
  expect(all?.letters.map((token) => readToken(keys, "own-letter", token)?.id).at(0)).toBe(waiting);
  expect(all?.text).not.toContain("do not fit");
  await copyLetter(first, 1);
  const cut = await asked(email, later(2 * DAY));
  expect(cut?.letters).toHaveLength(LETTERS_IN_MAIL);
  expect(cut?.letters.map((token) => readToken(keys, "own-letter", token)?.id)).toContain(waiting);
  expect(cut?.text).toContain("do not fit");
});

test("the link in the question about a draft is good as long as the draft", async () => {
  const email = `${randomUUID()}@example.org`;
  await writers.write({ ...letterFields(campaign, office), email, locale: "en" }, NOW);
  await relay(NOW);
  const [mail] = await localOutbox(pool, keys, email);
  const token = /\/letters\/sent\/([\w-]{50})/.exec(mail?.text ?? "")?.[1] ?? "";
  expect(await findOwnLetter(context(later(48 * HOUR)), token)).toMatchObject({
    status: "there",
    until: later(48 * HOUR),
  });
  expect(await findOwnLetter(context(later(48 * HOUR + 1)), token)).toMatchObject({ status: "expired" });
});
