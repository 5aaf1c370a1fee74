import { expect, test } from "vitest";
import { CLAIM, SOURCE } from "@/lib/testing/evidence-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { listDemands } from "./demand-queries";
import { importEvidence } from "./import-evidence";
import { pageWith } from "./list-pages";
import { listTimeline } from "./timeline-queries";

const { db } = await testDatabase();
const KEYS = ["a", "b", "c", "d"];
const limit = 2;

async function campaignWithLists(): Promise<string> {
  const { id, slug } = await makeCampaign(db);
  const row = { date: CLAIM.date, claims: [CLAIM.id] };
  const demand = {
    demand: "–",
    category: "moratorium",
    asked_by: "–",
    addressed_to: ["–"],
    source: SOURCE.id,
  };
  const event = { title: "–", place: null, track: "returns", kind: "return", source_url: null, note: null };
  const rows = {
    sources: [SOURCE],
    claims: [CLAIM],
    demands: KEYS.map((key) => ({ id: key, ...row, ...demand })),
    timeline: KEYS.map((key) => ({ id: key, ...row, ...event })),
  };
  const files = Object.fromEntries(
    Object.entries(rows).map(([name, content]) => [name, { file: `${name}.json`, content }]),
  );
  const change = { campaignId: id, actor: "command:test", reason: "První dovoz", now: new Date() };
  const result = await db.$transaction((tx) => importEvidence(tx, { ...change, files }));
  expect(result).toMatchObject({ ok: true });
  return slug;
}

test("whoever is led to an entry far down a list gets a page that has it", async () => {
  const slug = await campaignWithLists();
  const lists = [
    (from?: string) => listDemands(db, slug, { from, limit }),
    (from?: string) => listTimeline(db, slug, { from, limit }),
  ];
  for (const list of lists) {
    const found = async (from?: string) => {
      const page = await pageWith<{ id: string }>(from, list);
      return page && page !== "unknown-after" ? [page.begun, ...page.items.map(({ id }) => id)] : page;
    };
    expect(await found()).toEqual([false, "a", "b"]);
    expect(await found("b")).toEqual([false, "a", "b"]);
    expect(await found("c")).toEqual([true, "c", "d"]);
    expect(await found("nikdo")).toBe("unknown-after");
  }
});
