import { expect, test } from "vitest";
import { migrate } from "@/lib/db/migrate";
import { against, SOURCE } from "@/lib/testing/evidence-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { compareGroups } from "./group-conflicts";
import { importEvidence } from "./import-evidence";

const { db, url } = await testDatabase();
const NOW = new Date("2026-05-01T00:00:00.000Z");
const TANGLE = [against("a", "d"), against("b", "c"), against("c", "b"), against("d", "a", "e")];
const CLAIMS = [...TANGLE, against("e", "d"), against("f")];

async function bring(campaignId: string, claims: unknown[]): Promise<void> {
  const files = {
    sources: { file: "sources.json", content: [SOURCE] },
    claims: { file: "claims.json", content: claims },
  };
  const input = { campaignId, files, actor: "command:test", reason: "Oprava", now: NOW };
  const done = await db.$transaction((tx) => importEvidence(tx, input));
  if (!done.ok) throw new Error(JSON.stringify(done.errors));
}

const kept = (campaignId: string) =>
  db.$queryRaw<{ claims: string[] }[]>`
    SELECT key, position, claims, xmin::text AS written FROM conflict_group
    WHERE campaign_id = ${campaignId}::uuid ORDER BY position`;

const groups = async (campaignId: string) => (await kept(campaignId)).map(({ claims }) => claims.join(" "));

test("claims stand in one group with all that they reach; the same again writes nothing", async () => {
  const { id } = await makeCampaign(db);
  await bring(id, CLAIMS);
  expect(await groups(id)).toEqual(["a d e", "b c"]);
  const before = await kept(id);
  await bring(id, CLAIMS);
  expect(await kept(id)).toEqual(before);
});

test("a conflict taken back splits a group, a new one joins two, and the rest is left alone", async () => {
  const { id } = await makeCampaign(db);
  await bring(id, CLAIMS);
  const [, untouched] = await kept(id);
  await bring(id, [against("a", "d"), against("d", "a"), against("e", "f"), against("f", "e")]);
  expect(await groups(id)).toEqual(["a d", "b c", "e f"]);
  expect((await kept(id))[1]).toEqual(untouched);
  await bring(id, [against("c", "b", "e"), against("e", "f", "c"), against("a"), against("d")]);
  expect(await groups(id)).toEqual(["b c e f"]);
});

test("an import mends groups that do not fit", async () => {
  const { id } = await makeCampaign(db);
  await bring(id, CLAIMS);
  const change = (key: string, data: object) =>
    db.conflictGroup.update({ where: { campaignId_key: { campaignId: id, key } }, data });
  await change("a", { claims: ["a", "d"], position: 9 });
  await change("b", { key: "c" });
  const { wrong, missing } = await compareGroups(db, id);
  expect([wrong.toSorted(), missing.map(({ key }) => key)]).toEqual([
    ["a", "c"],
    ["a", "b"],
  ]);
  await bring(id, CLAIMS);
  expect(await groups(id)).toEqual(["a d e", "b c"]);
});

test("what was stored before groups were kept is in the same groups", async () => {
  for (const claims of [CLAIMS, TANGLE.slice(1, 3), [against("a", "b"), against("b", "a")]])
    await bring((await makeCampaign(db)).id, claims);
  const all = () => db.conflictGroup.findMany({ orderBy: [{ campaignId: "asc" }, { key: "asc" }] });
  const before = await all();
  await db.$executeRaw`DROP TABLE conflict_group`;
  await db.$executeRaw`DELETE FROM "_prisma_migrations" WHERE migration_name LIKE '%_conflict_groups'`;
  expect(await migrate(url, "prisma/migrations")).toEqual([expect.stringMatching(/_conflict_groups$/)]);
  expect(before.length).toBeGreaterThanOrEqual(4);
  expect(await all()).toEqual(before);
});
