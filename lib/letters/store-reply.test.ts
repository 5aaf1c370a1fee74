import { expect, test } from "vitest";
import { unseal } from "@/lib/crypto/seal";
import { inTransaction } from "@/lib/db/transaction";
import { ATTACHMENT_LARGEST } from "@/lib/mail/fetch-attachment";
import { INCOMING_LONGEST } from "@/lib/mail/fetch-incoming";
import { MINUTE } from "@/lib/time/durations";
import { forgetReplies } from "./forget-replies";
import { readReply } from "./read-reply";
import { FILES_PER_LETTER, TEXTS_PER_LETTER } from "./reply-limits";
import { later, NOW, replyWorld } from "./reply-world.setup";
import { openReply } from "./sealed-reply";
import { makeLetter } from "./test-letters";

const world = await replyWorld();
const { db, pool, keys, office, provider, receive, comesIn, replies, onlyReply, forwarded } = world;

test("a mail beyond the limits is kept as far as they go, and says what is lacking", async () => {
  const { token, email } = await makeLetter(world, office);
  await comesIn(token, {
    text: "ř".repeat(INCOMING_LONGEST + 5),
    attachments: [
      { name: "small.pdf", content: Buffer.from([0, 255, 1, 254]) },
      { name: "large.pdf", content: Buffer.alloc(ATTACHMENT_LARGEST + 1) },
    ],
  });
  expect(await receive()).toBe(1);
  const reply = await onlyReply();
  expect(reply.said?.text).toHaveLength(INCOMING_LONGEST);
  expect(reply.note).toBe(`cut: the first ${INCOMING_LONGEST} of ${INCOMING_LONGEST + 5} characters`);
  const [small, large] = reply.attachments.toSorted((a, b) => a.size - b.size);
  expect(large).toMatchObject({ contentEnc: null, note: "too large to keep", size: ATTACHMENT_LARGEST + 1 });
  const bytes = unseal(
    keys,
    "letter-fields",
    "reply_attachment.content",
    small?.contentEnc ?? new Uint8Array(),
  );
  expect([...Buffer.from(bytes, "base64")]).toEqual([0, 255, 1, 254]);
  const [mail] = await forwarded(email);
  expect(mail?.text).toContain("Files came along: 2.");
  expect(mail?.text).toContain("could not be handed on whole");
  expect(mail?.text + (mail?.html ?? "")).not.toMatch(/small\.pdf|large\.pdf/);
});

test("HTML becomes text: nothing of it is loaded, run or forwarded, however deep or long it is", async () => {
  const { token, email } = await makeLetter(world, office);
  const html = `<style>p{}</style><script>alert(1)</script><p>Dobrý den,</p><p>see <a href="https://evil.example/x">this</a><img src="https://evil.example/p.png"></p>`;
  await comesIn(token, { text: null, html });
  await comesIn(token, { text: " \n", html: `${"<div>".repeat(50_000)}deep` }, later(1));
  await comesIn(token, { text: null, html: "<p>x</p>".repeat(300_000) }, later(2));
  await comesIn(token, { text: null, html: null }, later(3));
  expect(await receive(later(4))).toBe(4);
  const texts = (await replies()).map(
    (row) => openReply(keys, { subject_enc: row.subjectEnc, text_enc: row.textEnc })?.text,
  );
  expect(texts[0]).toBe("Dobrý den,\n\nsee this https://evil.example/x");
  expect((await replies()).map(({ note }) => note)).toEqual([
    null,
    null,
    "HTML of 2400000 characters, not read",
    "no text",
  ]);
  for (const { html: sent } of await forwarded(email))
    expect(sent).not.toMatch(/<img|<script|href="https:\/\/evil/);
});

test("control characters, and those that turn text round, are not handed on", async () => {
  const { token, email } = await makeLetter(world, office);
  await comesIn(token, {
    from: "A\r\nBcc: x@y.example <office@gov.example>",
    subject: "Re\r\nX-Evil: 1\u202e",
    text: "a\u0000b\u202ec\u0007\r\nd\ud800",
  });
  await receive();
  expect((await onlyReply()).said).toEqual({
    from: "A Bcc: x@y.example <office@gov.example>",
    subject: "Re X-Evil: 1",
    text: "abc\nd\ufffd",
  });
  const [mail] = await forwarded(email);
  expect(mail?.text).not.toMatch(/^(Bcc|X-Evil)/m);
});

const FILE = { name: "a.pdf", content: Buffer.from("%PDF") };
const letters = (count: number) =>
  Promise.all(Array.from({ length: count }, () => makeLetter(world, office)));
/** Requests to the provider's store of mails that came in. */
const fetches = () => provider.requests.filter(({ path }) => path.startsWith("/emails/receiving/")).length;

test("what a mail to many letters says, and its files, are asked for and kept once, and each letter has it", async () => {
  const many = await letters(40);
  const before = fetches();
  await comesIn(
    many.map(({ token }) => token),
    { text: "Ne všem.", attachments: [FILE, FILE] },
  );
  expect((await Promise.all([receive(), receive(), receive()])).reduce((sum, one) => sum + one)).toBe(40);
  expect(fetches() - before).toBe(3);
  const stored = await replies();
  expect(stored.filter(({ textEnc }) => textEnc !== null)).toHaveLength(1);
  expect(await db.replyAttachment.count()).toBe(2);
  for (const { id } of stored.slice(0, 3)) {
    const read = await readReply({ pool, keys, actor: "test", now: NOW }, id);
    expect(read).toMatchObject({
      said: { text: "Ne všem." },
      attachments: [{ isKept: true }, { isKept: true }],
    });
  }
});

test("where the letter that keeps a mail to several is erased, another keeps it", async () => {
  const three = await letters(3);
  await comesIn(
    three.map(({ token }) => token),
    { text: "Ne všem.", attachments: [FILE] },
  );
  await receive();
  for (const left of [2, 1]) {
    const keeper = (await replies()).find(({ textEnc }) => textEnc !== null);
    await inTransaction(pool, (client) => forgetReplies(client, keeper?.letterId ?? ""));
    const kept = (await replies()).filter(({ textEnc }) => textEnc !== null);
    expect(kept).toMatchObject([{ attachments: [{ note: null }] }]);
    expect((await replies()).filter(({ providerId }) => providerId !== null)).toHaveLength(left);
  }
  const mails = [];
  for (const { email } of three) mails.push(...(await forwarded(email)));
  expect(mails.map(({ text }) => text.includes("> Ne všem."))).toEqual([true]);
});

test("of a letter's answers the first ones are kept with files, some more with their words, all are counted", async () => {
  const { token } = await makeLetter(world, office);
  for (let count = 0; count < TEXTS_PER_LETTER + 2; count++)
    await comesIn(token, { attachments: [FILE] }, later(count));
  expect(await receive(later(MINUTE))).toBe(TEXTS_PER_LETTER + 2);
  const stored = await replies();
  expect(stored.filter(({ kind }) => kind === "answer")).toHaveLength(TEXTS_PER_LETTER + 2);
  expect(stored.filter(({ textEnc }) => textEnc !== null)).toHaveLength(TEXTS_PER_LETTER);
  expect(stored.at(-1)?.note).toBe("not kept, with the provider: the letter has 21 answers");
  const files = stored.flatMap(({ attachments }) => attachments);
  expect(files.filter(({ contentEnc }) => contentEnc !== null)).toHaveLength(FILES_PER_LETTER);
  expect(files.at(-1)?.note).toBe("not kept, with the provider: the letter has 19 answers");
});
