import { afterAll, beforeEach, expect, test } from "vitest";
import { unseal } from "@/lib/crypto/seal";
import { composersOf } from "@/lib/mail/compose";
import { ATTACHMENT_LARGEST } from "@/lib/mail/fetch-attachment";
import { INCOMING_LONGEST } from "@/lib/mail/fetch-incoming";
import { localOutbox } from "@/lib/mail/local-outbox";
import { providerClient } from "@/lib/mail/provider-client";
import { relayLocally } from "@/lib/mail/relay-locally";
import { PROVIDER_KEY, SENDER, startMailProvider } from "@/lib/testing/mail-provider";
import type { SentIn } from "@/lib/testing/mail-provider/incoming";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { replyComposer } from "./compose-reply-forward";
import { expireReplies, forgetReplies } from "./forget-replies";
import { noteReply } from "./note-reply";
import { receiveReplies } from "./receive-reply";
import { FORWARDED_PER_LETTER } from "./reply-limits";
import { openReply } from "./sealed-reply";
import { makeLetter, makeOffice } from "./test-letters";

const world = await testDatabase();
const { db, keys, pool } = world;
const NOW = new Date("2026-03-05T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const DOMAIN = "answers.example.org";
const APP_URL = "https://vigil.example.org";
const provider = await startMailProvider();
afterAll(() => provider.stop());
const office = await makeOffice(world, (await makeCampaign(db)).id);
const client = providerClient({ RESEND_API_KEY: PROVIDER_KEY, RESEND_BASE_URL: provider.url });

beforeEach(async () => {
  await pool.query("TRUNCATE letter_reply, outbox_mail CASCADE");
});

const receive = (now = NOW) =>
  receiveReplies(
    { pool, keys, client, rate: 500, from: SENDER, domain: DOMAIN, clock: () => now },
    new AbortController().signal,
  );
/** A mail that the provider takes in, and has told of. */
async function comesIn(token: string, mail: Partial<SentIn> = {}, at = NOW) {
  const to = [`reply+${token}@${DOMAIN}`];
  const sent = provider.receive(
    { from: "Embassy <office@gov.example>", to, subject: "Re: 답", text: "Ne.", ...mail },
    at,
  );
  const noted = await tell(sent.id, [...(sent.receivedFor ?? []), ...sent.to], at);
  return { ...sent, noted };
}
const tell = (providerId: string, addresses: string[], at = NOW) =>
  noteReply({ pool, domain: DOMAIN }, { providerId, at, addresses }, at);
const replies = () =>
  db.letterReply.findMany({ include: { attachments: true }, orderBy: { receivedAt: "asc" } });
async function onlyReply() {
  const [reply, ...others] = await replies();
  if (!reply || others.length > 0) throw new Error(`${others.length + 1} replies`);
  return { ...reply, said: openReply(keys, { subject_enc: reply.subjectEnc, text_enc: reply.textEnc }) };
}
async function forwarded(to: string, now = later(MINUTE)) {
  await relayLocally({
    pool,
    keys,
    composers: composersOf({ reply: replyComposer(keys, APP_URL) }),
    appUrl: APP_URL,
    now,
  });
  return await localOutbox(pool, keys, to);
}

test("an office's answer is stored sealed, forwarded as text that cannot pass for ours, and not a word is in clear", async () => {
  const letter = await makeLetter(world, office);
  const text =
    "Vážený pane,\n\nno <b>answer</b>.\n--\nNever mail me again: https://evil.example @@neverMailUrl@@";
  await comesIn(letter.token, { text, html: "<p>other</p>" });
  expect(await receive()).toBe(1);
  const reply = await onlyReply();
  expect(reply).toMatchObject({
    kind: "answer",
    via: "relay",
    answer: null,
    moderation: "private",
    fetchAt: null,
    note: null,
  });
  expect(reply.said).toEqual({ from: "Embassy <office@gov.example>", subject: "Re: 답", text });
  const [mail] = await forwarded(letter.email);
  expect(mail?.text).toContain(
    "> Vážený pane,\n>\n> no <b>answer</b>.\n> --\n> Never mail me again: https://evil.example",
  );
  expect(mail?.text).not.toMatch(/^Never mail me again: https:\/\/evil/m);
  expect(mail?.html).toContain("no &lt;b&gt;answer&lt;/b&gt;.<br>");
  expect(mail?.text).toContain("Embassy <office@gov.example>");
  expect(mail?.text).toMatch(new RegExp(`${APP_URL}/en/letters/sent/[\\w-]{50}`));
  expect(mail?.subject).toBe("An answer to your message");
  const { rows } = await pool.query("SELECT to_jsonb(r)::text AS row FROM letter_reply r");
  expect(rows[0].row).not.toMatch(/gov\.example|Vážený|답/);
  const events = await db.letterEvent.findMany({ where: { letterId: letter.id } });
  expect(events).toMatchObject([{ kind: "reply-answer", actor: "system:receive-replies" }]);
});

test("an event that comes again, at once or afterwards, adds nothing; unknown addresses are not kept", async () => {
  const { token, email } = await makeLetter(world, office);
  const { id, noted } = await comesIn(token);
  expect(noted).toBe(1);
  const address = `Reply+${token.toUpperCase()}@${DOMAIN}`;
  expect(await Promise.all(Array.from({ length: 10 }, () => tell(id, [address])))).toEqual(Array(10).fill(1));
  const stored = await Promise.all([receive(), receive(), receive()]);
  expect(stored.reduce((sum, one) => sum + one)).toBe(1);
  await tell(id, [address]);
  expect(await receive(later(DAY))).toBe(0);
  expect(await forwarded(email)).toHaveLength(1);
  expect(await forwarded(email)).toHaveLength(1);
  for (const other of [`reply+${"a".repeat(26)}@${DOMAIN}`, `info@${DOMAIN}`, "", "\u0000"])
    expect(await tell("other", [other])).toBe(0);
  expect(await replies()).toHaveLength(1);
});

test("one mail that answers several letters is each writer's, also where only the delivery names them", async () => {
  const [one, two] = [await makeLetter(world, office), await makeLetter(world, office)];
  const receivedFor = [one, two].map(({ token }) => `reply+${token}@${DOMAIN}`);
  await comesIn("x", { to: ["undisclosed-recipients:;"], receivedFor });
  expect(await receive()).toBe(2);
  for (const { email } of [one, two]) expect(await forwarded(email)).toHaveLength(1);
});

test("a worker that dies between event, fetch and storing loses nothing and doubles nothing", async () => {
  const { token, email } = await makeLetter(world, office);
  await comesIn(token);
  // It dies while it fetches: the claim alone is left.
  const dying = receiveReplies(
    { pool, keys, client: deaf(), rate: 500, from: SENDER, domain: DOMAIN, clock: () => NOW },
    new AbortController().signal,
  ).catch((error: unknown) => error);
  expect(await dying).toBeInstanceOf(Error);
  expect(await onlyReply()).toMatchObject({ kind: null, attempts: 1 });
  expect(await receive(NOW)).toBe(0);
  expect(await receive(later(2 * MINUTE))).toBe(1);
  expect(await forwarded(email, later(3 * MINUTE))).toHaveLength(1);
});

/** A client whose process ends with the first request. */
function deaf() {
  const other = providerClient({ RESEND_API_KEY: PROVIDER_KEY, RESEND_BASE_URL: provider.url });
  other.emails.receiving.get = () => {
    throw new Error("killed");
  };
  return other;
}

test("a provider that is away, busy or behind is asked again with growing pauses, and what never comes stays noted", async () => {
  const { token, email } = await makeLetter(world, office);
  const { id } = await comesIn(token);
  provider.fail({
    answer: {
      status: 500,
      body: { statusCode: 500, name: "internal_server_error", message: "for a@b.example" },
    },
  });
  expect(await receive()).toBe(0);
  expect(await onlyReply()).toMatchObject({
    note: "500 internal_server_error: for [address]",
    fetchAt: later(MINUTE),
  });
  provider.fail({
    answer: {
      status: 429,
      body: { statusCode: 429, name: "rate_limit_exceeded", message: "" },
      headers: { "retry-after": "600" },
    },
  });
  expect(await receive(later(MINUTE))).toBe(0);
  expect((await onlyReply()).fetchAt).toEqual(later(11 * MINUTE));
  provider.fail({ answer: { status: 404, text: "<html>a proxy's</html>" } });
  expect(await receive(later(11 * MINUTE))).toBe(0);
  expect(await receive(later(30 * MINUTE))).toBe(1);
  expect(await onlyReply()).toMatchObject({ kind: "answer", note: null });
  expect(await forwarded(email, later(HOUR))).toHaveLength(1);
  await pool.query("DELETE FROM letter_reply");
  provider.forgetIncoming(id);
  await tell(id, [`reply+${token}@${DOMAIN}`]);
  expect(await receive(later(MINUTE))).toBe(0);
  expect((await onlyReply()).fetchAt).not.toBeNull();
  expect(await receive(later(2 * HOUR))).toBe(0);
  expect(await onlyReply()).toMatchObject({
    kind: null,
    fetchAt: null,
    note: "404 not_found: Email not found",
  });
});

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

test("loops end: reports, our own mails and the writer's are counted as such and forwarded to nobody; one automatic reply is", async () => {
  const { token, email } = await makeLetter(world, office);
  await comesIn(token, {
    from: "MAILER-DAEMON@mx.gov.example",
    attachments: [{ name: "letter.eml", content: Buffer.from("x") }],
  });
  await comesIn(token, { headers: { "Return-Path": "<>" } }, later(1));
  await comesIn(token, { from: SENDER, headers: { "Auto-Submitted": "auto-generated" } }, later(2));
  await comesIn(token, { from: `x <reply+${token}@${DOMAIN}>` }, later(3));
  await comesIn(token, { from: email }, later(4));
  for (const ms of [5, 6]) await comesIn(token, { headers: { "Auto-Submitted": "auto-replied" } }, later(ms));
  expect(await receive(later(7))).toBe(7);
  const kinds = (await replies()).map(({ kind, forwardId, textEnc }) => [
    kind,
    forwardId !== null,
    textEnc !== null,
  ]);
  expect(kinds).toEqual([
    ["bounce", false, true],
    ["bounce", false, true],
    ...Array(3).fill(["own", false, false]),
    ["automatic", true, true],
    ["automatic", false, true],
  ]);
  expect(await db.replyAttachment.count()).toBe(0);
  const mails = await forwarded(email);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain("by itself");
});

test("an office that floods a relay address floods no mailbox", async () => {
  const { token, email } = await makeLetter(world, office);
  for (let count = 0; count < FORWARDED_PER_LETTER + 5; count++) await comesIn(token, {}, later(count));
  expect(await receive(later(MINUTE))).toBe(FORWARDED_PER_LETTER + 5);
  expect(await forwarded(email, later(2 * MINUTE))).toHaveLength(FORWARDED_PER_LETTER);
});

test("who erases a letter gets no answer to it any more, nothing that comes is kept, and what had come is destroyed", async () => {
  const letter = await makeLetter(world, office);
  await comesIn(letter.token, { attachments: [{ name: "a.pdf", content: Buffer.from("a") }] });
  await receive();
  const coming = await comesIn(letter.token, {}, later(1));
  const written = await db.letterReply.findFirstOrThrow({ where: { kind: "answer" } });
  await pool.query(
    "UPDATE letter_reply SET moderation = 'shown', shown_text = 'Sie lehnen ab.' WHERE id = $1",
    [written.id],
  );
  const erasing = await pool.connect();
  try {
    await erasing.query("BEGIN");
    await erasing.query(
      "UPDATE letter SET name_enc = NULL, email_enc = NULL, email_hash = NULL, subject_enc = NULL, body_enc = NULL, reply_tag_hash = NULL, erased_at = $2 WHERE id = $1",
      [letter.id, NOW],
    );
    await forgetReplies(erasing, letter.id);
    // Fetched and told of while the erasure is under way.
    const meanwhile = Promise.all([tell(coming.id, coming.to), receive(later(2))]);
    await erasing.query("COMMIT");
    await meanwhile;
  } finally {
    erasing.release();
  }
  await receive(later(DAY));
  expect(await tell("after", coming.to)).toBe(0);
  expect(await onlyReply()).toMatchObject({
    id: written.id,
    said: null,
    shownText: "Sie lehnen ab.",
    providerId: null,
    attachments: [],
  });
  expect(await forwarded(letter.email)).toEqual([]);
});

test("after its term nothing is left of what was said but that it was, and what is shown", async () => {
  const { token } = await makeLetter(world, office);
  await comesIn(token, { attachments: [{ name: "a.pdf", content: Buffer.from("a") }] });
  await receive();
  expect(await expireReplies(pool, later(27 * DAY))).toBe(0);
  expect(await expireReplies(pool, later(29 * DAY))).toBe(1);
  expect(await expireReplies(pool, later(29 * DAY))).toBe(0);
  expect(await onlyReply()).toMatchObject({
    kind: "answer",
    said: null,
    providerId: null,
    forwardId: null,
    attachments: [],
  });
});

test("a writer who is forgotten gets nothing; the answer is kept for the team", async () => {
  const { id, token } = await makeLetter(world, office);
  await db.letter.update({ where: { id }, data: { emailEnc: null, emailHash: null, nameEnc: null } });
  await comesIn(token);
  expect(await receive()).toBe(1);
  expect(await onlyReply()).toMatchObject({ kind: "answer", forwardId: null, said: { text: "Ne." } });
  expect(await db.outboxMail.count()).toBe(0);
});
