import { beforeAll, expect, test } from "vitest";
import { cardOf } from "@/app/[locale]/(public)/campaigns/[slug]/claims/[claim]/card.png/door";
import { GET as card } from "@/app/[locale]/(public)/campaigns/[slug]/claims/[claim]/card.png/route";
import { findCampaign } from "@/lib/campaigns/queries";
import { findClaim } from "@/lib/evidence/queries";
import { CITATION_FORMATS } from "@/lib/evidence/schema";
import { testDatabase } from "@/lib/testing/test-database";
import { seedFirstCampaign } from "@/prisma/seed/seed";
import { GET as claim } from "./campaigns/[slug]/claims/[id]/citations/[format]/route";
import { GET as source } from "./campaigns/[slug]/sources/[id]/citations/[format]/route";

const slug = "stop-forced-returns";
const { db, keys } = await testDatabase();

type Params = Record<string, string>;
type Handler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;
const ask = (handler: Handler, params: Params, headers: Record<string, string> = {}) =>
  handler(new Request("http://localhost:3000/x", { headers }), {
    params: Promise.resolve({ slug, ...params }),
  });

beforeAll(async () => {
  await seedFirstCampaign(db, keys, new Date("2026-11-21T00:00:00.000Z"));
});

test.each(CITATION_FORMATS)("a claim is cited as %s, a file with the link that stays", async (format) => {
  const id = "kang-treaties-ratified";
  const response = await ask(claim, { id, format });
  const text = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="kang-treaties-ratified\.\w+"$/,
  );
  expect(text).toContain(`/campaigns/${slug}/claims/${id}`);
  expect(text).toContain("1992");
  const again = await ask(claim, { id, format }, { "if-none-match": response.headers.get("etag") ?? "" });
  expect(again.status).toBe(304);
});

test("a source of which only a copy was read is cited without an address", async () => {
  const isCopy = { evidenceLevel: "copy on unrelated site" };
  const copied = await db.source.findFirstOrThrow({ where: { claims: { some: isCopy } } });
  await db.source.update({ where: { id: copied.id }, data: { originalUrl: "https://copies.example/x" } });
  const linked = await db.source.findFirstOrThrow({
    where: { claims: { some: {}, none: isCopy }, originalUrl: { not: null } },
  });
  const cite = async (id: string) => (await ask(source, { id, format: "csl-json" })).json();
  expect(await cite(copied.key)).toMatchObject([{ id: copied.key, title: copied.title }]);
  expect((await cite(copied.key))[0]).not.toHaveProperty("URL");
  expect((await cite(linked.key))[0].URL).toBe(linked.originalUrl);
});

test.each([
  [claim, { id: "no-such-claim", format: "text" }, "unknown-claim"],
  [claim, { id: "kang-oct2023", format: "endnote" }, "unknown-format"],
  [claim, { slug: "nobody", id: "kang-oct2023", format: "text" }, "unknown-claim"],
  [source, { id: "../x", format: "text" }, "unknown-source"],
  [card, { locale: "en", claim: "no-such-claim" }, "unknown-claim"],
  [card, { locale: "xx", claim: "kang-oct2023" }, "unknown-path"],
] as [Handler, Params, string][])(
  "what is not there is said to be unknown",
  async (handler, params, code) => {
    const response = await ask(handler, params);
    expect([response.status, (await response.json()).code]).toEqual([404, code]);
  },
);

/** Width and height as the picture's header says (PNG, 11.2.2). */
const sizeOf = (png: DataView) => [png.getUint32(16), png.getUint32(20)];

test("a statement that does not stand alone has what is right, or what disagrees, on its card", async () => {
  const campaign = await findCampaign(db, slug, "en");
  const besides = async (key: string) => {
    const found = await findClaim(db, slug, key);
    return found && campaign && cardOf(found, campaign, "en").beside;
  };
  expect(await besides("kang-treaties-ratified")).toMatch(/^Correct is: .*1982/);
  expect(await besides("kang-oct2023")).toMatch(/^Disagrees: .*more than 500/);
  expect(await besides("ext-cat-1988")).toBeNull();
});

test.each(["en", "ko", "zh-Hant"])("the card in %s is a picture of 1200 × 630", async (locale) => {
  const response = await ask(card, { locale, claim: "kang-treaties-ratified" });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
  const bytes = await response.arrayBuffer();
  expect(sizeOf(new DataView(bytes))).toEqual([1200, 630]);
  expect(bytes.byteLength).toBeGreaterThan(15_000);
  expect(bytes.byteLength).toBeLessThan(300_000);
});

test("a statement of any length and script is drawn, without asking anyone", async () => {
  const statement = `${"북한이탈주민강제송환".repeat(200)} 中国です ${"w".repeat(3_000)} 😀 \u0e01`;
  await db.claim.updateMany({ where: { key: "kang-oct2023" }, data: { statement } });
  const response = await ask(card, { locale: "ja", claim: "kang-oct2023" });
  expect(sizeOf(new DataView(await response.arrayBuffer()))).toEqual([1200, 630]);
});
