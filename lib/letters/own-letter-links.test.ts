import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { readAddress } from "@/lib/mail/address";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import { relayLocally } from "@/lib/mail/relay-locally";
import { manageLinkComposer } from "@/lib/signatures/compose-manage-link";
import { requestManageLink } from "@/lib/signatures/request-manage-link";
import { testSigners } from "@/lib/signatures/test-signers";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign, makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { letterConfirmationComposer } from "./compose-letter-confirmation";
import { eraseLetter } from "./erase-letter";
import { findOwnLetter } from "./own-letter";
import { ownLetterLinks, writerOfLinks } from "./own-letter-links";
import { APP_URL, letterFields, testWriters } from "./test-writers";

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

/** The links of the mail that comes when a mailbox asks for them: to letters, and to signatures. */
async function asked(email: string, now: Date): Promise<{ letters: string[]; signatures: number } | null> {
  const read = readAddress(email);
  if (!read.ok) throw new Error(read.problem);
  const before = (await localOutbox(pool, keys, email)).length;
  const others = writerOfLinks(keys, read.address);
  await requestManageLink(context(now), { slug: petition.slug, email: read.address, locale: "en", others });
  await relay(now);
  const mails = await localOutbox(pool, keys, email);
  if (mails.length === before) return null;
  const texts = mails
    .map(({ text }) => text)
    .filter((text) => text.includes(`/petitions/${petition.slug}/manage`));
  const text = texts.at(0) ?? "";
  return {
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
  expect(await findOwnLetter(context(later(DAY + HOUR + MINUTE)), token)).toMatchObject({
    status: "expired",
    petition: petition.slug,
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
