import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { leftLetters, makeTarget } from "@/lib/testing/letter-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { releaseTargetFigures } from "./release-target-figures";
import { targetFigures } from "./target-figures";

const { db, pool } = await testDatabase();
/** Mondays, 00:00 UTC. */
const FIRST = new Date("2026-11-02T00:00:00.000Z");
const after = (days: number) => new Date(FIRST.getTime() + days * DAY);

test("what is told of an office: once a week, in full twenties, verified and told apart", async () => {
  const campaign = await makeCampaign(db);
  const target = await makeTarget(db, campaign.id);
  const quiet = await makeTarget(db, campaign.id);
  const read = async (now: Date, key = target.key) => {
    const figures = await targetFigures(db, campaign.slug, key, now);
    if (!figures) throw new Error("no figures");
    return figures;
  };
  expect(await read(after(0))).toMatchObject({
    week: null,
    nextRelease: "2026-11-09",
    figures: {},
    silence: null,
  });

  await leftLetters(db, target, { state: "delivered", leftAt: after(1), times: 41 });
  await leftLetters(db, target, { state: "sent", leftAt: after(2), unchanged: true, times: 20 });
  await leftLetters(db, target, { state: "bounced", leftAt: after(2), times: 3 });
  await leftLetters(db, target, { state: "delivered", leftAt: after(3), channel: "hand-over", times: 30 });
  await leftLetters(db, quiet, { state: "sent", leftAt: after(3), times: 19 });
  await taken(target, "2026-11-02", "printed", 25);
  await taken(target, "2026-11-02", "copied", 19);
  await told(target, "none", after(5), 20);
  await relayed(target, after(5), 19);
  expect(await releaseTargetFigures(pool, after(7))).toEqual({ ran: true, figures: 7 });
  const figures = {
    ...{ "sent-own": 40, "sent-unchanged": 20, delivered: 40, printed: 20, "told-none": 20 },
    ...{ "carried-own": 20, "handed-over": 20 },
  };
  expect(await read(after(8))).toMatchObject({
    week: { from: "2026-11-02", until: "2026-11-08" },
    nextRelease: "2026-11-16",
    figures,
    weeks: [{ from: "2026-11-02", until: "2026-11-08", figures }],
    silence: { since: "2026-11-08", days: 1, answered: false },
  });
  expect(await read(after(8), quiet.key)).toMatchObject({ figures: {}, weeks: [], silence: null });

  // What comes later in the same week shows nowhere, and a second pass writes nothing.
  await leftLetters(db, target, { state: "sent", leftAt: after(7), times: 100 });
  expect(await releaseTargetFigures(pool, after(9))).toEqual({ ran: false, figures: 0 });
  expect((await read(after(13))).figures).toEqual(figures);

  await relayed(target, after(8), 1);
  expect(await releaseTargetFigures(pool, after(14))).toEqual({ ran: true, figures: 2 });
  const now = await read(after(20));
  expect(now.figures).toEqual({ ...figures, "sent-own": 140, answers: 20 });
  expect(now.weeks.map(({ until }) => until)).toEqual(["2026-11-15", "2026-11-08"]);
  expect(now.silence).toEqual({ since: "2026-11-15", days: 6, answered: true });

  // A week without news writes a release and no number; what is counted no more stands at nought.
  expect(await releaseTargetFigures(pool, after(21))).toEqual({ ran: true, figures: 0 });
  await db.takenLetters.deleteMany({ where: { targetId: target.id } });
  expect(await releaseTargetFigures(pool, after(28))).toEqual({ ran: true, figures: 1 });
  expect((await read(after(28))).figures.printed).toBe(0);
  await expect(pool.query("UPDATE letter_figure SET at_least = at_least + 20")).rejects.toThrow(
    "never changed",
  );
  await expect(pool.query("UPDATE letter_release SET released_at = now()")).rejects.toThrow("never changed");
  await expect(
    pool.query("INSERT INTO letter_figure VALUES ($1, '2026-11-23', 'answers', 21)", [target.id]),
  ).rejects.toThrow("full_twenties");
});

test("letters are counted by state, by mail and in packets; what was taken back after packing is in no number", async () => {
  const campaign = await makeCampaign(db);
  const target = await makeTarget(db, campaign.id);
  const left = (state: string, times: number, channel: string, unchanged = false) =>
    leftLetters(db, target, { state, leftAt: after(30), times, channel, unchanged });
  await left("sent", 20, "mail");
  await left("bounced", 21, "mail", true);
  await left("refused", 20, "mail");
  await left("delivered", 45, "hand-over");
  await left("refused", 21, "hand-over", true);
  await left("returned", 20, "hand-over");
  // Packed, and taken back by their writers: no packet's count brings them back.
  await packet(target, "delivered", after(30), 500);
  await leftLetters(db, target, { state: "withdrawn", leftAt: after(30), channel: "hand-over", times: 40 });
  await releaseTargetFigures(pool, after(35));
  await shown(target, after(37), "form", "Děkujeme za dopis.");
  const { figures, silence, replies } = (await targetFigures(db, campaign.slug, target.key, after(45))) ?? {};
  expect(figures).toEqual({
    ...{ "sent-own": 40, "sent-unchanged": 20, bounced: 20, refused: 20 },
    ...{ "carried-own": 60, "carried-unchanged": 20 },
    ...{ "handed-over": 40, "hand-over-refused": 20, "hand-over-returned": 20 },
  });
  expect(silence).toEqual({ since: "2026-12-13", days: 3, answered: true });
  expect(replies).toMatchObject([{ via: "told", week: "2026-12-07", text: "Děkujeme za dopis." }]);
  await shown(target, after(60), "none", "Nic.");
  expect((await targetFigures(db, campaign.slug, target.key, after(61)))?.silence?.since).toBe("2026-12-13");
});

test("an answer before enough letters had left breaks no silence", async () => {
  const campaign = await makeCampaign(db);
  const target = await makeTarget(db, campaign.id);
  await shown(target, after(31), "form", "Děkujeme.");
  await leftLetters(db, target, { state: "sent", leftAt: after(45), times: 20 });
  await releaseTargetFigures(pool, after(49));
  expect((await targetFigures(db, campaign.slug, target.key, after(50)))?.silence).toEqual({
    since: "2026-12-20",
    days: 1,
    answered: false,
  });
});

test("nothing is told of an office that nobody may see", async () => {
  const campaign = await makeCampaign(db, { state: "draft" });
  const target = await makeTarget(db, campaign.id);
  expect(await targetFigures(db, campaign.slug, target.key, after(0))).toBeNull();
  expect(await targetFigures(db, "\0", target.key, after(0))).toBeNull();
});

type Target = { id: string; campaignId: string };
const whose = ({ id, campaignId }: Target) => ({ targetId: id, campaignId });

async function taken(target: Target, week: string, way: string, letters: number) {
  await db.takenLetters.create({ data: { ...whose(target), week: new Date(week), way, letters } });
}

async function told(target: Target, answer: string, receivedAt: Date, times: number) {
  const row = { ...whose(target), via: "told", answer, receivedAt, moderation: "private" };
  await db.letterReply.createMany({
    data: Array.from({ length: times }, () => ({ id: randomUUID(), ...row })),
  });
}

/** Answers, and as many automatic ones, which are none. */
async function relayed(target: Target, receivedAt: Date, times: number) {
  const row = { ...whose(target), via: "relay", receivedAt, moderation: "private" };
  await db.letterReply.createMany({
    data: ["answer", "automatic"].flatMap((kind) =>
      Array.from({ length: times }, () => ({ id: randomUUID(), ...row, kind })),
    ),
  });
}

async function shown(target: Target, receivedAt: Date, answer: string, shownText: string) {
  const row = { ...whose(target), via: "told", answer, receivedAt, moderation: "shown", shownText };
  await db.letterReply.create({ data: { id: randomUUID(), ...row } });
}

async function packet(target: Target, state: string, at: Date, letterCount: number) {
  const made = { madeAt: at, madeBy: "command:test", stateAt: at };
  const count = { letterCount, printedLetters: letterCount };
  await db.letterPacket.create({ data: { id: randomUUID(), ...whose(target), ...count, state, ...made } });
}
