import { expect, test } from "vitest";
import { SENDER } from "@/lib/testing/mail-provider";
import { makeCampaign } from "@/lib/testing/world";
import { MINUTE } from "@/lib/time/durations";
import { releaseReply } from "./release-reply";
import { FORWARDED_PER_LETTER, LETTERS_FORWARDED_AT_ONCE } from "./reply-limits";
import { DOMAIN, later, replyWorld } from "./reply-world.setup";
import { teamReplies } from "./team-reply-queries";
import { makeLetter, makeOffice } from "./test-letters";

const world = await replyWorld();
const { db, pool, keys, campaign, office, receive, comesIn, replies, onlyReply, forwarded } = world;

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

test("a writer who is forgotten gets nothing; the answer is kept for the team", async () => {
  const { id, token } = await makeLetter(world, office);
  await db.letter.update({ where: { id }, data: { emailEnc: null, emailHash: null, nameEnc: null } });
  await comesIn(token);
  expect(await receive()).toBe(1);
  expect(await onlyReply()).toMatchObject({ kind: "answer", forwardId: null, said: { text: "Ne." } });
  expect(await db.outboxMail.count()).toBe(0);
});

test("a writer whose address is none to mail to by now gets nothing, and the mail is read and stored once", async () => {
  const { token } = await makeLetter(world, office, { email: "jana@mailinator.com" });
  await comesIn(token);
  expect(await receive()).toBe(1);
  expect(await onlyReply()).toMatchObject({ kind: "answer", fetchAt: null, forwardId: null });
  expect(await db.outboxMail.count()).toBe(0);
});

test("a mail for many letters goes to nobody before the team has read it; then to each writer once", async () => {
  const few = await Promise.all(
    Array.from({ length: LETTERS_FORWARDED_AT_ONCE }, () => makeLetter(world, office)),
  );
  const many = [...few, await makeLetter(world, office)];
  const tokens = (of: { token: string }[]) => of.map(({ token }) => token);
  await comesIn(tokens(few));
  await comesIn(tokens(many), { text: "Read https://evil.example/now" }, later(1));
  await receive(later(2));
  for (const { email } of few) expect(await forwarded(email)).toHaveLength(1);
  const [head] = (await teamReplies(pool, campaign.slug)).filter(({ waits }) => waits);
  const context = { pool, keys, actor: "account:reader", now: later(MINUTE) };
  expect(await Promise.all([releaseReply(context, head?.id ?? ""), releaseReply(context, "x")])).toEqual([
    6,
    null,
  ]);
  expect(await releaseReply(context, head?.id ?? "")).toBeNull();
  for (const { email } of few) expect(await forwarded(email, later(2 * MINUTE))).toHaveLength(2);
  const [mail, ...others] = await forwarded(many.at(-1)?.email ?? "", later(2 * MINUTE));
  expect([mail?.text, others]).toEqual([expect.stringContaining("> Read hxxps://evil[.]example/now"), []]);
  expect(await db.auditEntry.findMany()).toMatchObject([
    { action: "forward-reply", actor: "account:reader" },
  ]);
});

test("a team lets a mail go to the writers of its own campaign alone; the others wait for theirs", async () => {
  const other = await makeCampaign(db);
  const theirs = await makeOffice(world, other.id);
  const mine = await Promise.all([makeLetter(world, office), makeLetter(world, office)]);
  const others = await Promise.all(
    Array.from({ length: LETTERS_FORWARDED_AT_ONCE }, () => makeLetter(world, theirs)),
  );
  await comesIn([...mine, ...others].map(({ token }) => token));
  await receive();
  const head = async (slug: string) => (await teamReplies(pool, slug)).filter(({ waits }) => waits);
  const context = { pool, keys, actor: "account:reader", now: later(MINUTE) };
  expect(await releaseReply(context, (await head(campaign.slug))[0]?.id ?? "")).toBe(mine.length);
  for (const { email } of mine) expect(await forwarded(email, later(2 * MINUTE))).toHaveLength(1);
  for (const { email } of others) expect(await forwarded(email, later(2 * MINUTE))).toEqual([]);
  expect(await head(campaign.slug)).toEqual([]);
  expect(await head(other.slug)).toHaveLength(others.length);
  expect(await releaseReply(context, (await head(other.slug))[0]?.id ?? "")).toBe(others.length);
});

test("a forwarded answer holds no link of its own but the one that ends mails, and warns before it is read", async () => {
  const { token, email } = await makeLetter(world, office);
  await comesIn(token, { text: "Click www.evil.example", subject: "http://evil.example" });
  await receive();
  const [mail] = await forwarded(email);
  const text = mail?.text ?? "";
  expect(text.match(/https?:\/\/\S+/g)).toEqual([expect.stringMatching(/never-mail|unsubscribe/)]);
  expect(mail?.html).not.toMatch(/letters\/sent|href="[^"]*evil/);
  expect(text.indexOf("broke the links")).toBeGreaterThan(0);
  expect(text.indexOf("broke the links")).toBeLessThan(text.indexOf("> Click www[.]evil[.]example"));
});
