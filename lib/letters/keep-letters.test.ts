import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import type { JournalLine } from "@/lib/db/journal-files";
import { voidOpenMails } from "@/lib/mail/void-open-mails";
import { DAY, HOUR } from "@/lib/time/durations";
import { confirmLetter } from "./confirm-letter";
import { eraseLetter } from "./erase-letter";
import { eraseWriter, showWriter } from "./find-writer";
import { countDueLetters, forgetLetters } from "./forget-letters";
import { findOwnLetter } from "./own-letter";
import { readForDesk } from "./read-for-desk";
import { rehashWriters } from "./rehash-writers";
import { refuseLetter, releaseLetter } from "./release-letter";
import { settleLetters } from "./replay-letters";
import { tellAnswer } from "./tell-answer";
import { letterFields } from "./test-writers";
import { withdrawLetter } from "./withdraw-letter";
import { writerHash } from "./writer-hash";
import { later, NOW, writersWorld } from "./writers-world.setup";

const { db, keys, pool, writers, campaign, office, context, desk, row, dispatch } = await writersWorld();

const gone = {
  nameEnc: null,
  emailEnc: null,
  emailHash: null,
  subjectEnc: null,
  bodyEnc: null,
  country: null,
  likeness: [],
};
const erased = (id: string): JournalLine => ({ id, kind: "erase", turn: 0, day: "2026-03-03" });

test("after a restore no letter leaves twice: what waited or was on its way is held, drafts are gone, by hand it goes on", async () => {
  const waiting = await writers.confirmed(campaign, office, NOW);
  const leaving = await writers.confirmed(campaign, office, later(1));
  await db.letter.update({ where: { id: waiting.id }, data: { queuedAt: later(HOUR) } });
  await dispatch(later(2));
  const carried = await writers.confirmed(campaign, office, NOW, { channel: "hand-over" });
  await writers.write(letterFields(campaign, office), NOW);
  const draft = await writers.draftOf(NOW);
  expect((await row(leaving.id)).state).toBe("leaving");
  await voidOpenMails(pool, later(DAY));
  expect(await settleLetters({ pool, now: later(DAY) }, [])).toEqual({
    erased: 0,
    hidden: 0,
    held: 3,
    drafts: 1,
  });
  for (const { id } of [waiting, leaving, carried])
    expect(await row(id)).toMatchObject({ state: "held", heldFor: "restored", mailId: null });
  expect(await confirmLetter(context(), draft.token)).toEqual({ ok: false, reason: "gone" });
  await dispatch(later(2 * DAY));
  expect(await db.outboxMail.count({ where: { kind: "letter", state: "waiting" } })).toBe(0);
  expect(await releaseLetter(desk(later(2 * DAY)), waiting.id)).toEqual({ ok: true });
  await dispatch(later(2 * DAY));
  expect((await row(waiting.id)).state).toBe("leaving");
});

test("what was held when a backup was taken may have been released since; what was packed is settled with its packet", async () => {
  const rude = { text: "Vážená paní,\n\nYou scum.", claims: "" };
  const held = await writers.confirmed(campaign, office, NOW, rude);
  const packed = await writers.confirmed(campaign, office, NOW, { channel: "hand-over" });
  const packet = {
    letterCount: 1,
    printedLetters: 1,
    madeAt: NOW,
    madeBy: "command:test",
    state: "made",
    stateAt: NOW,
  };
  const of = { id: randomUUID(), campaignId: campaign.id, targetId: office.id };
  await db.letterPacket.create({ data: { ...packet, ...of } });
  await db.letter.update({ where: { id: packed.id }, data: { packetId: of.id } });
  expect((await row(held.id)).heldFor).toBe("abuse");
  expect(await settleLetters({ pool, now: later(DAY) }, [])).toMatchObject({ held: 1 });
  expect(await row(held.id)).toMatchObject({ state: "held", heldFor: "restored" });
  expect((await readForDesk(desk(), held.id))?.heldFor).toBe("abuse, restored");
  expect(await row(packed.id)).toMatchObject({ state: "confirmed", packetId: of.id });
});

test("what was erased or withdrawn since a backup is so again; what the backup does not know is skipped", async () => {
  const waiting = await writers.confirmed(campaign, office, NOW);
  const left = await writers.confirmed(campaign, office, NOW);
  await db.letter.update({ where: { id: left.id }, data: { state: "sent", leftAt: NOW } });
  const lines = [erased(waiting.id), erased(left.id), erased(randomUUID())];
  expect(await settleLetters({ pool, now: later(DAY) }, lines)).toMatchObject({ erased: 2, held: 1 });
  expect(await row(waiting.id)).toMatchObject({ ...gone, state: "withdrawn" });
  expect(await row(left.id)).toMatchObject({
    ...gone,
    state: "sent",
    erasedAt: new Date("2026-03-03T00:00:00Z"),
  });
  expect(await settleLetters({ pool, now: later(2 * DAY) }, lines)).toMatchObject({ erased: 0, held: 0 });
  expect(await db.journalEntry.count()).toBe(0);
});

test("both a withdrawal and an erasure are journaled for that, once each", async () => {
  const [one, two] = [
    await writers.confirmed(campaign, office, NOW),
    await writers.confirmed(campaign, office, NOW),
  ];
  for (let n = 0; n < 2; n += 1) {
    await withdrawLetter(context(), one.token);
    await eraseLetter(context(), two.token);
  }
  const entries = await db.journalEntry.findMany();
  expect(entries.map(({ subjectId, kind }) => [subjectId, kind]).sort()).toEqual(
    [
      [one.id, "erase"],
      [two.id, "erase"],
    ].sort(),
  );
});

test("words and writer are forgotten 28 days after a letter left; what waits is given up in time", async () => {
  const left = await writers.confirmed(campaign, office, NOW);
  const refused = await writers.confirmed(campaign, office, NOW, {
    text: "Vážená paní,\n\nYou scum.",
    claims: "",
  });
  const waiting = await writers.confirmed(campaign, office, NOW);
  const carried = await writers.confirmed(campaign, office, NOW, { channel: "hand-over" });
  await db.letter.update({ where: { id: left.id }, data: { state: "delivered", leftAt: later(HOUR) } });
  await refuseLetter(desk(), refused.id);
  expect(await countDueLetters(pool, later(27 * DAY))).toBe(0);
  expect(await forgetLetters({ pool, keys }, later(27 * DAY))).toEqual({ forgotten: 0, givenUp: 0 });
  expect(await countDueLetters(pool, later(28 * DAY + HOUR))).toBe(3);
  expect(await forgetLetters({ pool, keys }, later(28 * DAY + HOUR))).toEqual({ forgotten: 2, givenUp: 1 });
  expect(await row(left.id)).toMatchObject({
    ...gone,
    state: "delivered",
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    topics: ["returns"],
  });
  expect(await row(refused.id)).toMatchObject({ ...gone, state: "refused" });
  expect(await row(waiting.id)).toMatchObject({ ...gone, state: "withdrawn" });
  expect((await row(carried.id)).bodyEnc).not.toBeNull();
  expect(await db.outboxMail.count({ where: { subjectId: { in: [left.id, refused.id, waiting.id] } } })).toBe(
    0,
  );
  const found = await findOwnLetter(context(later(29 * DAY)), waiting.token);
  expect(found.status === "there" && found.letter.events.at(-1)?.note).toBe("could not leave in time");
  expect(await forgetLetters({ pool, keys }, later(90 * DAY))).toEqual({ forgotten: 0, givenUp: 1 });
  expect(await countDueLetters(pool, later(400 * DAY))).toBe(0);
});

test("who looks after held letters reads them, which is noted, without the writer's address; others nobody reads", async () => {
  const held = await writers.confirmed(campaign, office, NOW, {
    text: "Vážená paní,\n\nYou scum.",
    claims: "",
  });
  const free = await writers.confirmed(campaign, office, NOW);
  const read = await readForDesk(desk(), held.id);
  expect(read).toMatchObject({
    target: office.key,
    heldFor: "abuse",
    name: held.fields.name,
    subject: held.fields.subject,
  });
  expect(JSON.stringify(read)).not.toContain(held.fields.email);
  for (const id of [free.id, randomUUID(), "x", ""]) expect(await readForDesk(desk(), id)).toBeNull();
  const entries = await db.auditEntry.findMany();
  expect(entries).toMatchObject([
    {
      action: "read-letter",
      subjectId: held.id,
      campaignId: campaign.id,
      personalFields: ["name", "subject", "body"],
    },
  ]);
});

test("a held letter is let go, or refused, once; nothing else is", async () => {
  const held = await writers.confirmed(campaign, office, NOW, {
    text: "Vážená paní,\n\nYou scum.",
    claims: "",
  });
  const [one, two] = await Promise.all([releaseLetter(desk(), held.id), refuseLetter(desk(), held.id)]);
  expect([one, two]).toContainEqual({ ok: true });
  expect([one, two]).toContainEqual({ ok: false, reason: "not-held" });
  expect(await releaseLetter(desk(), randomUUID())).toEqual({ ok: false, reason: "unknown" });
  const old = await writers.office(campaign, later(-89 * DAY));
  const late = await writers.confirmed(campaign, old, NOW, { text: "Vážená paní,\n\nYou scum.", claims: "" });
  expect(await releaseLetter(desk(later(5 * DAY)), late.id)).toEqual({ ok: true });
  await dispatch(later(5 * DAY));
  expect(await row(late.id)).toMatchObject({ state: "queued", office: old.address });
});

test("a changed secret keeps limits and texts", async () => {
  const { fields, id } = await writers.confirmed(campaign, office, NOW);
  const after = keyRing("a newer secret for tests only, längér", "a secret for tests only, längér than 32");
  expect(await rehashWriters(pool, after)).toBe(1);
  expect(await rehashWriters(pool, after)).toBe(0);
  const hash = (await row(id)).emailHash;
  const address = { deliverable: fields.email ?? "", canonical: fields.email ?? "" };
  expect(writerHash(after, address).equals(Buffer.from(hash ?? []))).toBe(true);
});

test("whoever asks by address is shown their letters, and no others; erased they are nobody's", async () => {
  const email = "jana@example.org";
  const mine = await writers.confirmed(campaign, office, NOW, { email });
  await writers.confirmed(campaign, office, NOW);
  await db.letter.update({ where: { id: mine.id }, data: { state: "sent", leftAt: NOW } });
  const told = { answer: "real", gist: "Ne.", text: "Odmítají 거부" } as const;
  expect(await tellAnswer(context(), mine.token, told)).toMatchObject({ ok: true });
  await db.letter.update({ where: { id: mine.id }, data: { state: "queued", leftAt: null } });
  const address = { deliverable: email, canonical: email };
  const shown = [...(await showWriter(desk(), address))];
  expect(shown.map(([id, { text }]) => [id, text])).toEqual([[mine.id, mine.fields.text]]);
  expect(shown.map(([, { answers }]) => answers.told)).toMatchObject([told]);
  expect([...(await eraseWriter(desk(), address)).values()]).toMatchObject([{ ok: true }]);
  expect(await row(mine.id)).toMatchObject({ ...gone, state: "withdrawn" });
  expect((await showWriter(desk(), address)).size).toBe(0);
  expect((await db.auditEntry.findMany()).map(({ action }) => action).sort()).toEqual([
    "erase-letter",
    "show-letter",
  ]);
});
