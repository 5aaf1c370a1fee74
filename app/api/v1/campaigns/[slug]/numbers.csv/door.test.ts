import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { seedFirstCampaign } from "@/prisma/seed/seed";
import { GET } from "./route";

const SLUG = "stop-forced-returns";
const ADDRESS = `http://localhost/api/v1/campaigns/${SLUG}/numbers.csv`;
const { db, keys } = await testDatabase();

async function ask(query = "", slug = SLUG): Promise<Response> {
  return await GET(new Request(ADDRESS + query), { params: Promise.resolve({ slug }) });
}

beforeAll(async () => {
  await seedFirstCampaign(db, keys, new Date("2026-11-21T00:00:00.000Z"));
});

test("every figure is a line, with what a reader needs to find its source", async () => {
  const lines = (await (await ask()).text()).split("\r\n");
  expect(lines).toHaveLength((await db.claimValue.count()) + 2);
  const unhcr = lines.find((line) => line.startsWith("ext-unhcr-25.1,"));
  expect(unhcr).toContain(",25,,about,people,24 February 2012,2012-02-24,,day,UNHCR,confirmed,,");
  expect(unhcr).toMatch(/[^/]\/campaigns\/stop-forced-returns\/claims\/ext-unhcr-25,$/);
  const { key, verdictCorrect } = await db.claim.findFirstOrThrow({
    where: { verdictCorrect: { not: null }, numbers: { some: {} } },
  });
  const wrong = lines.find((line) => line.startsWith(`${key}.`));
  expect(wrong?.endsWith(`,${verdictCorrect}`) || wrong?.endsWith(`,"${verdictCorrect}"`)).toBe(true);
});

test("spreadsheets are told that its letters are UTF-8", async () => {
  const bytes = new Uint8Array(await (await ask()).arrayBuffer());
  expect([...bytes.slice(0, 5)]).toEqual([0xef, 0xbb, 0xbf, 0x69, 0x64]);
});

test("a corrected claim's figures say when it was corrected", async () => {
  const { id, statement } = await db.claim.findFirstOrThrow({ where: { key: "ext-unhcr-25" } });
  const at = new Date("2026-11-20T10:00:00.000Z");
  const kept = { statement, before: {}, changed: ["values"], actor: "command:test", reason: "Oprava" };
  await db.claimRevision.create({ data: { id: randomUUID(), claimId: id, at, ...kept } });
  const text = await (await ask()).text();
  expect(text.split("\r\n")[0]).toContain(",verdict,corrected_at,");
  expect(text).toContain(`UNHCR,confirmed,${at.toISOString()},`);
  await db.claimRevision.deleteMany({ where: { claimId: id } });
});

test("words that a spreadsheet would run are text, and commas stay in their cell", async () => {
  const claim = await db.claim.findFirstOrThrow({ where: { key: "ext-unhcr-25" } });
  const statement = '=HYPERLINK("http://example.org", "—")';
  await db.claim.update({ where: { id: claim.id }, data: { statement } });
  const text = await (await ask()).text();
  expect(text).toContain(`"'=HYPERLINK(""http://example.org"", ""—"")"`);
});

test("it goes on after a figure, and refuses one that is not there", async () => {
  const lines = (await (await ask("?after=ext-unhcr-25.1")).text()).split("\r\n");
  expect(lines.some((line) => line.startsWith("ext-unhcr-25.1,"))).toBe(false);
  expect((await ask("?after=nobody.1")).status).toBe(400);
  expect((await ask("?after=%00")).status).toBe(400);
  expect((await ask("", "nobody")).status).toBe(404);
});
