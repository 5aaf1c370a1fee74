import { beforeEach, expect, test } from "vitest";
import { confirmedRows } from "@/lib/testing/confirmed-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR } from "@/lib/time/durations";
import { countSignatures } from "./count-signatures";
import { listSigners } from "./list-signers";
import { issueManageToken } from "./own-signature";
import { releaseFigures } from "./release-figures";
import { undoWithdrawal } from "./undo-withdrawal";
import { withdrawSignature } from "./withdraw-signature";

const { db, keys, pool } = await testDatabase();
/** A Monday, 03:00. */
const MONDAY = new Date("2026-03-09T03:00:00Z");
const monday = (weeks: number, span = 0) => new Date(MONDAY.getTime() + weeks * 7 * DAY + span);
const SHOWN = { country: "KR", display: "public", name: "김하늘", times: 20 };
type Petition = Awaited<ReturnType<typeof makePetition>>;
let petition: Petition;
beforeEach(async () => {
  petition = await makePetition(db, keys);
});

const sign = (wish: Partial<Parameters<typeof confirmedRows>[3]>, weeks = 0) =>
  confirmedRows(db, keys, petition, { at: monday(weeks, -5 * DAY), ...wish });

async function leave(ids: string[], now: Date): Promise<void> {
  for (const id of ids)
    expect(
      await withdrawSignature({ pool, keys, now }, { token: issueManageToken(keys, id, now) }),
    ).toMatchObject({ ok: true });
}

async function night(now: Date): Promise<void> {
  await countSignatures(pool, now);
  await listSigners(pool, keys, now);
  await releaseFigures(pool, now);
}

/** All that a release told and whatever was told before; the petition's id aside. */
async function released() {
  const where = { petitionId: petition.id };
  const omit = { petitionId: true } as const;
  return {
    releases: await db.figureRelease.findMany({ where, omit, orderBy: { week: "asc" } }),
    japan: await db.figureCountry.findMany({
      where: { ...where, country: "JP" },
      omit,
      orderBy: { week: "asc" },
    }),
  };
}

/** Japan falls by 21 "counted only", and in the same week twenty leave whom everybody saw, with their country. */
async function falling(japan: number) {
  petition = await makePetition(db, keys);
  const [counted, shown] = [await sign({ country: "JP", times: japan }), await sign(SHOWN)];
  await sign({ times: 200 - japan });
  await night(MONDAY);
  await leave([...counted.slice(0, 21), ...shown], monday(0, 2 * DAY));
  await night(monday(1));
  return await released();
}

test("a figure's fall hides among those who left unseen, not among the shown whose leaving all can see", async () => {
  const [lowest, highest] = [await falling(40), await falling(59)];
  // 40 → 19 or 59 → 38: whoever takes the twenty away sees 21 leave, and must not learn which of the two it was.
  expect(lowest).toEqual(highest);
  expect(lowest.japan.map(({ countedOnly }) => countedOnly)).toEqual([40, 20]);
  expect(lowest.releases.map(({ leftCount }) => leftCount)).toEqual([0, 21]);
});

/** Japan gets one more, and in the same week twenty are listed and leave. */
async function rising(japan: number) {
  petition = await makePetition(db, keys);
  await sign({ country: "JP", times: japan });
  await sign({ times: 200 - japan });
  await night(MONDAY);
  await sign({ country: "JP" }, 1);
  const shown = await sign(SHOWN, 1);
  await night(monday(1, -3 * DAY));
  await leave(shown, monday(1, -2 * DAY));
  await night(monday(1));
  return await released();
}

test("nor does a figure's rise hide among the shown who came and went", async () => {
  const [lowest, highest] = [await rising(20), await rising(39)];
  expect(lowest).toEqual(highest);
  expect(lowest.releases.map(({ countedOnly, leftCount }) => [countedOnly, leftCount])).toEqual([
    [200, 0],
    [201, 0],
  ]);
});

test("who was shown, left and came back within the hour is where they were", async () => {
  const ids = await sign(SHOWN);
  await sign({ times: 60 });
  // Who has an address and its hash can come back.
  for (const id of ids)
    await db.signature.update({
      where: { id },
      data: {
        emailEnc: Uint8Array.of(1),
        emailHash: Uint8Array.from(Buffer.from(id.replaceAll("-", ""), "hex")),
        place: 1,
      },
    });
  await leave(ids, monday(0, 2 * DAY));
  for (const id of ids) {
    const now = monday(0, 2 * DAY + HOUR / 2);
    const proof = { token: issueManageToken(keys, id, now) };
    expect(await undoWithdrawal({ pool, keys, now }, proof)).toMatchObject({ ok: true });
  }
  await night(monday(1));
  expect((await released()).releases.at(-1)).toMatchObject({ countedOnly: 60, leftCount: 0, total: 80 });
});

test("in a week that is released late the shown who left since are none of the counted", async () => {
  const ids = await sign(SHOWN);
  await sign({ country: "KR", times: 19 });
  await sign({ times: 60 });
  await countSignatures(pool, MONDAY);
  await leave(ids.slice(0, 10), MONDAY);
  await countSignatures(pool, monday(0, HOUR));
  // Half of them the count has not taken in yet.
  await leave(ids.slice(10), monday(0, 2 * HOUR));
  await releaseFigures(pool, monday(0, 3 * HOUR));
  const { releases } = await released();
  expect(releases).toMatchObject([{ countedOnly: 79, leftCount: 0, total: 99 }]);
  expect(await db.figureCountry.count({ where: { petitionId: petition.id } })).toBe(0);
});
