import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { sha256 } from "@/lib/crypto/hash";
import { askForAnswers } from "@/lib/letters/ask-for-answers";
import { askAnswerComposer } from "@/lib/letters/compose-ask-answer";
import { letterConfirmationComposer } from "@/lib/letters/compose-letter-confirmation";
import { letterComposer } from "@/lib/letters/compose-letter-mail";
import { replyComposer } from "@/lib/letters/compose-reply-forward";
import { dispatchLetters } from "@/lib/letters/dispatch-letters";
import { eraseLetter } from "@/lib/letters/erase-letter";
import { followMails } from "@/lib/letters/follow-mails";
import { moderateReply } from "@/lib/letters/moderate-reply";
import { noteReply } from "@/lib/letters/note-reply";
import { receiveReplies } from "@/lib/letters/receive-reply";
import { replyAddress } from "@/lib/letters/reply-address";
import { tellAnswer } from "@/lib/letters/tell-answer";
import { APP_URL, letterFields, testWriters } from "@/lib/letters/test-writers";
import { withdrawLetter } from "@/lib/letters/withdraw-letter";
import { writerHash } from "@/lib/letters/writer-hash";
import { readAddress } from "@/lib/mail/address";
import { composersOf } from "@/lib/mail/compose";
import { mailboxHash } from "@/lib/mail/mailbox-hash";
import { providerClient } from "@/lib/mail/provider-client";
import { relayLocally } from "@/lib/mail/relay-locally";
import { suppressionHashes } from "@/lib/mail/suppression";
import { readRows, readSealed } from "@/lib/testing/database-reader";
import { PROVIDER_KEY, SENDER, startMailProvider } from "@/lib/testing/mail-provider";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { keepHouse } from "./keep-house";
import { retain } from "./retention";

vi.setConfig({ testTimeout: 60_000 });
const world = await testDatabase();
const { db, keys, pool } = world;
const provider = await startMailProvider();
const folder = mkdtempSync(join(tmpdir(), "vigil-letters-left-"));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await provider.stop();
});
const NOW = new Date("2026-03-04T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const DOMAIN = "example.org";
const writers = testWriters(world);
const campaign = await makeCampaign(db);
await writers.template(campaign, NOW);
const composers = composersOf({
  "confirm-letter": letterConfirmationComposer(keys, APP_URL),
  letter: letterComposer(keys, { from: "vigil@example.org", replyDomain: DOMAIN }),
  reply: replyComposer(keys),
  "ask-answer": askAnswerComposer(keys, APP_URL),
});
const relay = async (now: Date) => {
  while ((await relayLocally({ pool, keys, composers, appUrl: APP_URL, now })).sent > 0);
};

/** Words that stand nowhere else. */
const planted = () => ({
  name: `Zapomenutá ${randomUUID()} 李김`,
  email: `skryta.${randomUUID()}+tag@example.org`,
  text: `Moje babička ${randomUUID()} to zažila.`,
  subject: `Proč ${randomUUID()}`,
  answer: `Посольство отвечает ${randomUUID()}`,
  file: `Anhang-${randomUUID()}`,
  told: `Sie schrieben ${randomUUID()}`,
});
type Planted = ReturnType<typeof planted>;

/** Where something of it is: in clear, in hexadecimal, sealed, or as a hash of the address. */
async function traces(words: Planted): Promise<string[]> {
  const read = readAddress(words.email);
  if (!read.ok) throw new Error(read.problem);
  const { exact, mailbox } = await suppressionHashes(pool, keys, words.email, NOW);
  const texts = [...Object.values(words), words.email.split("+")[0] ?? ""];
  const bytes = [
    ...texts.map((text) => Buffer.from(text)),
    ...[mailboxHash(keys, read.address), exact, mailbox, sha256(words.email)],
    writerHash(keys, read.address),
  ];
  const plain = (await readRows(pool)).filter(
    ({ row }) =>
      texts.some((text) => row.includes(JSON.stringify(text).slice(1, -1))) ||
      bytes.some((value) => row.includes(value.toString("hex"))),
  );
  const sealed = (await readSealed(pool, keys)).filter(({ text }) =>
    texts.some(
      (word) => text.includes(word) || text.includes(Buffer.from(word).toString("base64").slice(0, -4)),
    ),
  );
  return [
    ...new Set([
      ...plain.map(({ table }) => table),
      ...sealed.map(({ table, column }) => `${table}.${column}`),
    ]),
  ].sort();
}

/** A letter that went all the way: confirmed, sent, answered, told of, shown and asked about. */
async function sentLetter(words: Planted) {
  const office = await writers.office(campaign, NOW);
  const text = `Vážená paní, vážený pane,\n\nPíšu vám.\n\n${words.text}\n\nLidé byli vráceni. [1]\n\nDěkuji.\n\nS úctou\n${words.name}`;
  const typed = { name: words.name, email: words.email, subject: words.subject, text, followUp: "on" };
  const letter = await writers.confirmed(campaign, office, NOW, typed);
  await relay(NOW);
  expect(await dispatchLetters({ pool, keys, clock: () => NOW })).toBe(1);
  await relay(later(MINUTE));
  await followMails({ pool, keys, clock: () => later(MINUTE), ownerEmail: undefined });
  return letter;
}

async function answered({ id, token }: { id: string; token: string }, words: Planted) {
  const to = [replyAddress(keys, id, DOMAIN)];
  const attachments = [{ name: `${words.file}.pdf`, content: Buffer.from(words.file) }];
  const mail = provider.receive(
    {
      from: "office@urad.example",
      to,
      subject: words.answer,
      text: `${words.answer}, ${words.name}`,
      attachments,
    },
    later(DAY),
  );
  await noteReply({ pool, domain: DOMAIN }, { providerId: mail.id, at: mail.at, addresses: to }, later(DAY));
  const client = providerClient({ RESEND_API_KEY: PROVIDER_KEY, RESEND_BASE_URL: provider.url });
  const context = { pool, keys, client, rate: 500, from: SENDER, domain: DOMAIN, clock: () => later(DAY) };
  expect(await receiveReplies(context, new AbortController().signal)).toBe(1);
  await relay(later(DAY + MINUTE));
  const told = { answer: "real", gist: words.told, text: words.told, offer: "on" } as const;
  expect(await tellAnswer({ pool, keys, now: later(2 * DAY) }, token, told)).toMatchObject({ ok: true });
  for (const { id: reply } of await db.letterReply.findMany({ where: { letterId: id } }))
    await moderateReply(pool, {
      id: reply,
      to: "shown",
      text: "Eine Absage.",
      actor: "command:letters",
      now: later(2 * DAY),
    });
  expect(await db.letterReply.count({ where: { letterId: id, moderation: "shown" } })).toBe(2);
}

/** Kinds of the mails that still have the address's hash; they have nothing else. */
async function leftOf(words: Planted): Promise<string[]> {
  const read = readAddress(words.email);
  if (!read.ok) throw new Error(read.problem);
  expect(await traces(words)).toEqual(["public.outbox_mail"]);
  const mails = await db.outboxMail.findMany({
    where: { addressHash: Uint8Array.from(mailboxHash(keys, read.address)) },
  });
  for (const mail of mails)
    expect(mail).toMatchObject({ subjectId: null, addressEnc: null, payloadEnc: null, renderedEnc: null });
  return mails.map(({ kind }) => kind);
}

async function house(now: Date): Promise<void> {
  await keepHouse({ pool, db, keys }, now);
  await retain({ pool, db, keys, journalFolder: join(folder, "journal") }, now);
}

test("at its term nothing is left of a letter, its writer and what was answered but sums, states and a moderator's words", async () => {
  const words = planted();
  const letter = await sentLetter(words);
  await answered(letter, words);
  const unanswered = planted();
  const other = await sentLetter(unanswered);
  expect(await askForAnswers({ pool, keys }, later(15 * DAY))).toBe(1);
  await relay(later(15 * DAY));
  for (const each of [words, unanswered]) expect((await traces(each)).length).toBeGreaterThan(3);
  await house(later(27 * DAY));
  expect(await traces(words)).toEqual(
    expect.arrayContaining(["letter.name_enc", "letter.body_enc", "letter_reply.text_enc"]),
  );
  await house(later(45 * DAY));
  await house(later(45 * DAY + HOUR));
  for (const each of [words, unanswered]) expect(await traces(each)).toEqual([]);
  expect(await db.letter.findMany({ where: { id: { in: [letter.id, other.id] } } })).toMatchObject(
    Array(2).fill({ country: null, nameEnc: null, topics: ["returns"] }),
  );
  expect(await db.letterReply.count({ where: { shownText: "Eine Absage." } })).toBe(2);
});

test("erased: nothing is left at once but what is on its way, and that goes within the hour", async () => {
  const words = planted();
  const letter = await sentLetter(words);
  await answered(letter, words);
  expect((await traces(words)).length).toBeGreaterThan(3);
  expect(await eraseLetter({ pool, keys, now: later(3 * DAY) }, letter.token)).toMatchObject({ ok: true });
  await house(later(3 * DAY + 2 * HOUR));
  // That its mailbox was asked, and that is all: the limit of mails to one mailbox needs its hash for 14 days.
  expect(await leftOf(words)).toEqual(["confirm-letter"]);
  await house(later(16 * DAY));
  expect(await traces(words)).toEqual([]);
  expect(
    await db.letterReply.findMany({ where: { letterId: letter.id }, orderBy: { via: "asc" } }),
  ).toMatchObject([
    { via: "relay", moderation: "shown", textEnc: null },
    { via: "told", moderation: "private", shownText: null, textEnc: null },
  ]);
});

test("withdrawn, or never confirmed: nothing is left of it", async () => {
  const [gone, never] = [planted(), planted()];
  const office = await writers.office(campaign, NOW);
  const fields = ({ name, email, text, subject }: Planted) => ({
    name,
    email,
    text: `Vážená paní,\n\n${text}\n\nS úctou\n${name}`,
    subject,
    claims: "",
  });
  const { token } = await writers.confirmed(campaign, office, NOW, fields(gone));
  expect((await traces(gone)).length).toBeGreaterThan(2);
  expect(await withdrawLetter({ pool, keys, now: later(HOUR) }, token)).toMatchObject({ ok: true });
  const wrote = await writers.write({ ...letterFields(campaign, office), ...fields(never) }, NOW);
  expect(wrote).toEqual({ ok: true });
  await relay(NOW);
  await house(later(47 * HOUR));
  expect((await traces(never)).length).toBeGreaterThan(2);
  await house(later(49 * HOUR));
  await house(later(5 * DAY));
  expect(await traces(gone)).toEqual([]);
  expect(await leftOf(never)).toEqual(["confirm-letter"]);
  await house(later(16 * DAY));
  expect(await traces(never)).toEqual([]);
});
