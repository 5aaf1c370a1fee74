import { expect, test } from "vitest";
import { makeTarget } from "@/lib/testing/letter-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { noteTaken } from "./take-letter";

const { db, pool } = await testDatabase();

async function office(state = "live", kind = "embassy") {
  const campaign = await makeCampaign(db, { state });
  const target = await makeTarget(db, campaign.id, { kind });
  return { campaign: campaign.slug, target: target.key };
}

const weeks = async () =>
  (await db.takenLetters.findMany({ orderBy: [{ week: "asc" }, { way: "asc" }] })).map(
    ({ week, way, letters }) => [week.toISOString().slice(0, 10), way, letters],
  );

test("adds to the week's sum, by the way it was taken, and stores nobody", async () => {
  const where = await office();
  const take = (at: string, way: "printed" | "own-mail") =>
    noteTaken({ pool, now: new Date(at) }, { ...where, way });
  for (const at of ["2026-03-02T00:00:00Z", "2026-03-08T23:59:59Z", "2026-03-09T00:00:00Z"])
    expect(await take(at, "printed")).toEqual({ ok: true });
  await Promise.all(Array.from({ length: 8 }, () => take("2026-03-10T10:00:00Z", "own-mail")));
  expect(await weeks()).toEqual([
    ["2026-03-02", "printed", 2],
    ["2026-03-09", "own-mail", 8],
    ["2026-03-09", "printed", 1],
  ]);
});

test("refuses what is no office of a campaign that everyone may see", async () => {
  const before = await weeks();
  const now = new Date("2026-04-01T00:00:00Z");
  const known = await office();
  const refused = [
    { ...known, target: "jinam" },
    { ...known, campaign: "neznama" },
    await office("draft"),
    await office("live", "none"),
  ];
  for (const where of refused)
    expect(await noteTaken({ pool, now }, { ...where, way: "copied" })).toEqual({
      ok: false,
      reason: "unknown",
    });
  expect(await weeks()).toEqual(before);
});
