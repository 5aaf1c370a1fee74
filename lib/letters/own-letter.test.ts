import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { makeCampaign } from "@/lib/testing/world";
import { DAY, HOUR } from "@/lib/time/durations";
import { confirmLetter } from "./confirm-letter";
import { eraseLetter } from "./erase-letter";
import { expireLetters } from "./expire-letters";
import { findOwnLetter, issueOwnLetterToken } from "./own-letter";
import { letterFields } from "./test-writers";
import { withdrawLetter } from "./withdraw-letter";
import { later, NOW, writersWorld } from "./writers-world.setup";

const { db, keys, pool, writers, campaign, office: seoul, context, fieldsFor } = await writersWorld();
const TODAY = new Date("2026-03-02T00:00:00Z");

test("a yes puts a letter into its office's queue, once, however often and at once it comes", async () => {
  await writers.write(fieldsFor(), NOW);
  const { id, token } = await writers.draftOf(NOW);
  const results = await Promise.all(Array.from({ length: 5 }, () => confirmLetter(context(), token)));
  expect(results.map((result) => result.ok && result.state)).toEqual(Array(5).fill("queued"));
  const letter = await db.letter.findUniqueOrThrow({ where: { id }, include: { events: true } });
  expect(letter).toMatchObject({
    state: "queued",
    office: seoul.address,
    confirmedAt: NOW,
    queuedAt: NOW,
    mailId: null,
  });
  expect(letter.events.map(({ kind }) => kind).sort()).toEqual(["confirmed", "draft", "queued"]);
});

test("a letter to be carried waits for a packet", async () => {
  const { id, state, token } = await writers.confirmed(campaign, seoul, NOW, { channel: "hand-over" });
  expect(state).toBe("confirmed");
  expect(await findOwnLetter(context(), token)).toMatchObject({ letter: { isPacked: false } });
  const made = { id: randomUUID(), letterCount: 1, printedLetters: 1, madeAt: NOW, madeBy: "command:test" };
  const whose = { campaignId: campaign.id, targetId: seoul.id, state: "made", stateAt: NOW };
  await db.letterPacket.create({ data: { ...made, ...whose } });
  await db.letter.update({ where: { id }, data: { packetId: made.id } });
  expect(await withdrawLetter(context(), token)).toMatchObject({ ok: true });
  // Nothing of it is kept but that it may be on paper.
  expect(await findOwnLetter(context(), token)).toMatchObject({
    letter: { state: "withdrawn", text: null, isPacked: true },
  });
});

test("wrong, foreign and old tokens open nothing", async () => {
  await writers.write(fieldsFor(), NOW);
  const { id, token } = await writers.draftOf(NOW);
  const foreign = issueOwnLetterToken(keyRing("another secret for tests, längér than 32"), id, later(HOUR));
  const changed = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
  for (const act of [confirmLetter, withdrawLetter, eraseLetter]) {
    for (const wrong of ["", "x", foreign, changed, `${token} `, token.toUpperCase()])
      expect(await act(context(), wrong)).toEqual({ ok: false, reason: "unknown" });
    expect(await act(context(later(91 * DAY)), token)).toEqual({ ok: false, reason: "expired" });
    expect(await act(context(), issueOwnLetterToken(keys, randomUUID(), later(HOUR)))).toEqual({
      ok: false,
      reason: "gone",
    });
  }
  expect(await findOwnLetter(context(), foreign)).toEqual({ status: "unknown" });
  expect((await db.letter.findUniqueOrThrow({ where: { id } })).state).toBe("draft");
});

test("a draft that nobody confirms is gone after 48 hours, with its mail's address", async () => {
  await writers.write(fieldsFor(), NOW);
  const { token } = await writers.draftOf(NOW);
  expect(await expireLetters(pool, later(48 * HOUR))).toBe(0);
  expect(await confirmLetter(context(later(48 * HOUR + 1_000)), token)).toMatchObject({
    ok: false,
    reason: "expired",
  });
  expect(await expireLetters(pool, later(48 * HOUR + 1_000))).toBe(1);
  expect(await confirmLetter(context(), token)).toEqual({ ok: false, reason: "gone" });
  expect(await db.outboxMail.findFirstOrThrow()).toMatchObject({
    addressEnc: null,
    subjectId: null,
    state: "dropped",
  });
});

test("what a writer withdrew counts for no limit, and leaves neither words nor writer", async () => {
  const email = `${randomUUID()}@example.org`;
  const { id, token } = await writers.confirmed(campaign, seoul, NOW, { email });
  expect(await withdrawLetter(context(), token)).toMatchObject({ ok: true, status: "withdrawn" });
  expect(await withdrawLetter(context(), token)).toMatchObject({ ok: true, status: "withdrawn" });
  expect(await confirmLetter(context(), token)).toMatchObject({ ok: false, reason: "withdrawn" });
  expect(await db.letter.findUniqueOrThrow({ where: { id } })).toMatchObject({
    ...{
      state: "withdrawn",
      nameEnc: null,
      emailEnc: null,
      emailHash: null,
      subjectEnc: null,
      bodyEnc: null,
      likeness: [],
    },
  });
  expect(await db.journalEntry.findMany({ where: { subjectId: id } })).toHaveLength(1);
  expect((await writers.confirmed(campaign, seoul, NOW, { email })).state).toBe("queued");
});

test("a withdrawn draft leaves nothing", async () => {
  await writers.write(fieldsFor(), NOW);
  const { token } = await writers.draftOf(NOW);
  expect(await withdrawLetter(context(), token)).toMatchObject({ ok: true, status: "deleted" });
  expect(await findOwnLetter(context(), token)).toEqual({ status: "gone" });
  expect(await db.letter.count()).toBe(0);
});

test("erasing a letter that waits keeps it from leaving; what stays is that there was one", async () => {
  const { id, token } = await writers.confirmed(campaign, seoul, NOW);
  expect(await eraseLetter(context(later(HOUR)), token)).toMatchObject({ ok: true });
  expect(await eraseLetter(context(later(DAY)), token)).toMatchObject({ ok: true });
  const letter = await db.letter.findUniqueOrThrow({ where: { id } });
  expect(letter).toMatchObject({
    state: "withdrawn",
    erasedAt: TODAY,
    bodyEnc: null,
    country: null,
    topics: ["returns"],
  });
  expect(await db.journalEntry.count()).toBe(1);
  const found = await findOwnLetter(context(later(DAY)), token);
  expect(found.status === "there" && found.letter).toMatchObject({
    name: null,
    text: null,
    may: { confirm: false, withdraw: false, erase: false },
  });
});

test("the writer's link shows all that is stored, and when the letter leaves about", async () => {
  const slow = await writers.office(campaign, NOW, { perHour: 30 });
  for (let ahead = 0; ahead < 3; ahead += 1) await writers.confirmed(campaign, slow, later(ahead));
  const { token, fields } = await writers.confirmed(campaign, slow, later(10), {
    replyTo: "own",
    followUp: "on",
  });
  const found = await findOwnLetter(context(later(20)), token);
  if (found.status !== "there") throw new Error(found.status);
  const { letter } = found;
  expect(letter).toMatchObject({
    ...{ name: fields.name, email: fields.email, subject: fields.subject, text: fields.text },
    replyTo: "own",
    followUp: true,
  });
  expect(letter.dueAbout).toEqual(TODAY);
  expect(letter.may).toEqual({ confirm: false, withdraw: true, erase: true });
  expect(letter.events.map(({ kind }) => kind)).toEqual(["draft", "confirmed", "queued"]);
});

test("when a letter leaves tells nobody whether another one came in between: a day, and twenties ahead taken as full", async () => {
  const slow = await writers.office(campaign, NOW, { perHour: 1 });
  const due = async (at: number) => {
    const { token } = await writers.confirmed(campaign, slow, later(at));
    const found = await findOwnLetter(context(later(at)), token);
    return found.status === "there" ? found.letter.dueAbout : found;
  };
  const days: unknown[] = [];
  for (let ahead = 0; ahead < 21; ahead += 1) days.push(await due(ahead));
  expect(days.slice(0, 20)).toEqual(Array(20).fill(new Date("2026-03-03T00:00:00Z")));
  expect(days[20]).toEqual(new Date("2026-03-04T00:00:00Z"));
});

test("what waits says why; what has ended waits for nothing, and nothing is let go where the campaign takes no letters", async () => {
  const stopped = await makeCampaign(db);
  await writers.template(stopped, NOW);
  const office = await writers.office(stopped, NOW);
  const { id } = await writers.confirmed(stopped, office, NOW);
  const token = issueOwnLetterToken(keys, id, later(200 * DAY));
  const standing = async (link: string, now = NOW) => {
    const found = await findOwnLetter(context(now), link);
    return found.status === "there" ? [found.letter.waitsFor, found.letter.may.confirm] : found;
  };
  expect(await standing(token)).toEqual([null, false]);
  expect(await standing(token, later(100 * DAY))).toEqual(["office", false]);
  const seen = { sourceUrl: "https://urad.example/", email: "urad@mailinator.com", checkedAt: later(DAY) };
  await db.targetCheck.create({
    data: { ...seen, id: randomUUID(), targetId: office.id, checkedBy: "command:test" },
  });
  expect(await standing(token, later(DAY))).toEqual(["office", false]);
  await db.targetCheck.create({
    data: {
      ...seen,
      id: randomUUID(),
      targetId: office.id,
      checkedBy: "command:test",
      email: office.address,
      checkedAt: later(2 * DAY),
    },
  });
  expect(await standing(token, later(2 * DAY))).toEqual([null, false]);
  await db.officeGate.update({
    where: { address: office.address },
    data: { pausedAt: NOW, pauseNote: "550" },
  });
  expect(await standing(token)).toEqual(["office", false]);
  await db.campaign.update({
    where: { id: stopped.id },
    data: { lettersFrozenAt: NOW, lettersFrozenBy: "command:test" },
  });
  expect(await standing(token)).toEqual(["frozen", false]);
  await db.letter.update({ where: { id }, data: { state: "bounced", leftAt: NOW } });
  expect(await standing(token)).toEqual([null, false]);
});

test("a draft of a campaign that takes no letters any more has no button that lets it go", async () => {
  const ended = await makeCampaign(db);
  await writers.template(ended, NOW);
  await writers.write(letterFields(ended, await writers.office(ended, NOW)), NOW);
  const { token } = await writers.draftOf(NOW);
  await db.campaign.update({ where: { id: ended.id }, data: { state: "won" } });
  const found = await findOwnLetter(context(), token);
  expect(found).toMatchObject({ letter: { waitsFor: "campaign", may: { confirm: false, withdraw: true } } });
});
