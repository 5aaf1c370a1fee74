import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { issueToken } from "@/lib/crypto/token";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import { relayLocally } from "@/lib/mail/relay-locally";
import { suppress, suppressionHashes } from "@/lib/mail/suppression";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY, MINUTE } from "@/lib/time/durations";
import { askForAnswers } from "./ask-for-answers";
import { askAnswerComposer } from "./compose-ask-answer";
import type { ReplyKind } from "./states";
import { tellAnswer } from "./tell-answer";
import { type LetterWish, makeLetter, makeOffice } from "./test-letters";

const world = await testDatabase();
const { db, keys, pool } = world;
const LEFT = new Date("2026-03-02T01:00:00Z");
const after = (span: number) => new Date(LEFT.getTime() + span);
const APP_URL = "https://vigil.example.org";
const office = await makeOffice(world, (await makeCampaign(db)).id);
const composers = composersOf({ "ask-answer": askAnswerComposer(keys, APP_URL) });
const relay = (now: Date) => relayLocally({ pool, keys, composers, appUrl: APP_URL, now });
const ask = (now: Date) => askForAnswers({ pool, keys }, now);
const letter = (wish: LetterWish = {}) => makeLetter(world, office, { leftAt: LEFT, ...wish });
const inbox = async (email: string) => (await localOutbox(pool, keys, email)).length;

beforeEach(async () => {
  await pool.query("TRUNCATE letter, outbox_mail, suppression CASCADE");
});

test("a writer who agreed is asked after 14 days, once more after 7, and never again", async () => {
  const { email } = await letter({ locale: "ru" });
  expect(await ask(after(14 * DAY - 1))).toBe(0);
  const asked = await Promise.all([ask(after(14 * DAY)), ask(after(14 * DAY)), ask(after(14 * DAY))]);
  expect(asked.reduce((sum, one) => sum + one)).toBe(1);
  expect(await ask(after(21 * DAY - 1))).toBe(0);
  expect(await ask(after(21 * DAY))).toBe(1);
  expect(await ask(after(90 * DAY))).toBe(0);
  await relay(after(21 * DAY + MINUTE));
  const mails = await localOutbox(pool, keys, email);
  expect(mails).toHaveLength(2);
  expect(mails[0]?.subject).toBe("Ответ был?");
  expect(mails[0]?.text).toMatch(new RegExp(`${APP_URL}/ru/letters/sent/[\\w-]{50}`));
  expect(mails[0]?.text).toContain("Посольство 大使馆");
});

test("a writer whose address is none to mail to by now keeps nobody from being asked", async () => {
  const { id } = await letter({ email: "jana@mailinator.com" });
  const { id: other } = await letter();
  expect(await ask(after(14 * DAY))).toBe(2);
  expect(await ask(after(14 * DAY))).toBe(0);
  const mails = await db.outboxMail.findMany({ where: { subjectId: { in: [id, other] } } });
  expect(mails.map(({ subjectId }) => subjectId)).toEqual([other]);
});

test("nobody is asked who did not agree, is forgotten, or whose letter did not arrive or was not sent", async () => {
  await letter({ followUp: false });
  for (const state of ["bounced", "refused", "returned", "held", "withdrawn"] as const) {
    const { id } = await letter();
    await pool.query(
      "UPDATE letter SET state = $2, held_for = CASE WHEN $2 = 'held' THEN 'restored' END WHERE id = $1",
      [id, state],
    );
  }
  const { id } = await letter();
  await pool.query("UPDATE letter SET email_enc = NULL WHERE id = $1", [id]);
  expect(await ask(after(15 * DAY))).toBe(0);
});

test("an answer that is known ends it; a receipt of a machine does not, nor what could never be fetched", async () => {
  const came = async (letterId: string, kind: ReplyKind | null, fetchAt = kind === null ? LEFT : null) =>
    await db.letterReply.create({
      data: {
        ...{ id: randomUUID(), campaignId: office.campaignId, targetId: office.id, letterId, kind },
        ...{ via: "relay", receivedAt: LEFT, moderation: "private", providerId: randomUUID() },
        fetchAt,
      },
    });
  const [answered, coming, lost, receipt, bounced] = [
    await letter(),
    await letter(),
    await letter(),
    await letter(),
    await letter(),
  ];
  await came(answered.id, "answer");
  await came(coming.id, null);
  await came(lost.id, null, null);
  await came(receipt.id, "automatic");
  await came(bounced.id, "own");
  const told = await letter();
  await tellAnswer({ pool, keys, now: LEFT }, issueToken(keys, "own-letter", told.id, after(DAY)), {
    answer: "none",
  });
  expect(await ask(after(14 * DAY))).toBe(3);
  await relay(after(14 * DAY));
  expect(
    await Promise.all([answered, coming, lost, receipt, bounced, told].map(({ email }) => inbox(email))),
  ).toEqual([0, 0, 1, 1, 1, 0]);
});

test("a question that waits in the outbox is not sent once the answer is known, the letter erased, or mails are ended", async () => {
  const [known, ended, erased] = [await letter(), await letter(), await letter()];
  expect(await ask(after(14 * DAY))).toBe(3);
  await tellAnswer({ pool, keys, now: LEFT }, issueToken(keys, "own-letter", known.id, after(DAY)), {
    answer: "real",
  });
  await suppress(pool, (await suppressionHashes(pool, keys, ended.email, LEFT)).mailbox, "never-mail", LEFT);
  await pool.query(
    "UPDATE letter SET name_enc = NULL, email_enc = NULL, subject_enc = NULL, body_enc = NULL, reply_tag_hash = NULL, ask_at = NULL, erased_at = $2 WHERE id = $1",
    [erased.id, LEFT],
  );
  await relay(after(14 * DAY));
  expect(await Promise.all([known, ended, erased].map(({ email }) => inbox(email)))).toEqual([0, 0, 0]);
  const notes = await db.outboxMail.findMany({ select: { note: true }, orderBy: { note: "asc" } });
  expect(notes.map(({ note }) => note)).toEqual(["answer is known", "letter is gone", "suppressed"]);
});
