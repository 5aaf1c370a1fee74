// Over 250 lines: all readings stand in one table, checked against one description that takes seconds to make.

import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { seedFirstCampaign } from "@/prisma/seed/seed";
import { GET as anyPath } from "../[[...path]]/route";
import * as claim from "./campaigns/[slug]/claims/[id]/route";
import * as claims from "./campaigns/[slug]/claims/route";
import * as demands from "./campaigns/[slug]/demands/route";
import * as numberTable from "./campaigns/[slug]/numbers.csv/route";
import * as campaign from "./campaigns/[slug]/route";
import * as source from "./campaigns/[slug]/sources/[id]/route";
import * as sources from "./campaigns/[slug]/sources/route";
import * as timeline from "./campaigns/[slug]/timeline/route";
import * as campaigns from "./campaigns/route";
import * as openapi from "./openapi.json/route";
import * as count from "./petitions/[slug]/count/route";
import * as countryTable from "./petitions/[slug]/countries.csv/route";
import * as countries from "./petitions/[slug]/countries.json/route";
import * as historyTable from "./petitions/[slug]/history.csv/route";
import * as history from "./petitions/[slug]/history.json/route";
import * as petition from "./petitions/[slug]/route";
import * as signers from "./petitions/[slug]/signers/route";
import * as targets from "./targets/route";

const SLUG = "stop-forced-returns";
const ORIGIN = "http://localhost:3000";
const { db, pool, keys } = await testDatabase();

type Params = Record<string, string>;
type Handler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

const ask = (handler: Handler, path: string, params: Params = {}, init: RequestInit = {}) =>
  handler(new Request(ORIGIN + path, init), { params: Promise.resolve(params) });

async function read(handler: Handler, path: string, params: Params = {}) {
  const response = await ask(handler, path, params);
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

const base = `/api/v1/campaigns/${SLUG}`;
const petitionBase = "/api/v1/petitions/{slug}";
const READINGS: [template: string, handler: Handler, path: string, params: Params][] = [
  ["/api/v1/campaigns", campaigns.GET, "/api/v1/campaigns", {}],
  ["/api/v1/campaigns/{slug}", campaign.GET, base, { slug: SLUG }],
  ["/api/v1/campaigns/{slug}/claims", claims.GET, `${base}/claims?limit=1000`, { slug: SLUG }],
  [
    "/api/v1/campaigns/{slug}/claims/{id}",
    claim.GET,
    `${base}/claims/kang-oct2023`,
    { slug: SLUG, id: "kang-oct2023" },
  ],
  ["/api/v1/campaigns/{slug}/sources", sources.GET, `${base}/sources?limit=1000`, { slug: SLUG }],
  [
    "/api/v1/campaigns/{slug}/sources/{id}",
    source.GET,
    `${base}/sources/ref-hrw-2024`,
    { slug: SLUG, id: "ref-hrw-2024" },
  ],
  ["/api/v1/campaigns/{slug}/timeline", timeline.GET, `${base}/timeline?track=returns`, { slug: SLUG }],
  ["/api/v1/campaigns/{slug}/demands", demands.GET, `${base}/demands`, { slug: SLUG }],
  ["/api/v1/targets", targets.GET, "/api/v1/targets?country=KR", {}],
  ["/api/v1/petitions/{slug}", petition.GET, `/api/v1/petitions/${SLUG}`, { slug: SLUG }],
  ["/api/v1/petitions/{slug}/count", count.GET, `/api/v1/petitions/${SLUG}/count`, { slug: SLUG }],
  [`${petitionBase}/history.json`, history.GET, `/api/v1/petitions/${SLUG}/history.json`, { slug: SLUG }],
  [
    `${petitionBase}/countries.json`,
    countries.GET,
    `/api/v1/petitions/${SLUG}/countries.json`,
    { slug: SLUG },
  ],
  [`${petitionBase}/signers`, signers.GET, `/api/v1/petitions/${SLUG}/signers`, { slug: SLUG }],
];
const TABLES: [template: string, handler: Handler, header: string][] = [
  [
    "/api/v1/campaigns/{slug}/numbers.csv",
    numberTable.GET,
    "id,claim,statement,topic,value,max,qualifier,unit,date,date_from,date_to,date_precision,speaker,verdict,corrected_at,source,source_title,url,correct",
  ],
  [`${petitionBase}/history.csv`, historyTable.GET, "day,total,change,change_since,withheld"],
  [
    `${petitionBase}/countries.csv`,
    countryTable.GET,
    "week_from,week_until,country,country_name,at_least,stands_since,withheld",
  ],
];

type Document = {
  paths: Record<
    string,
    { get?: { tags?: string[]; responses: Record<string, { content?: Record<string, { schema: object }> }> } }
  >;
};
let document: Document;
const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));

/** What of `value` does not fit the described answer of a path; null where all does. */
function misfit(template: string, status: string, type: string, value: unknown) {
  const at = ["paths", template, "get", "responses", status, "content", type, "schema"];
  const pointer = at
    .map((part) => encodeURIComponent(part.replace(/~/g, "~0").replace(/\//g, "~1")))
    .join("/");
  const validate = ajv.getSchema(`openapi#/${pointer}`);
  if (!validate) throw new Error(`nothing is described at ${template} ${status}`);
  return validate(value) ? null : validate.errors;
}

beforeAll(async () => {
  await seedFirstCampaign(db, keys, new Date("2026-11-21T00:00:00.000Z"));
  await pool.query(
    "INSERT INTO counting_pass (id, begun_at, as_of) VALUES (1, now(), now()) ON CONFLICT (id) DO UPDATE SET as_of = now()",
  );
  document = (await read(openapi.GET, "/api/v1/openapi.json")).body;
  ajv.addSchema(document, "openapi");
});

test("the description is OpenAPI 3.1, and covers every reading", async () => {
  const result = await new Validator().validate(structuredClone(document) as Record<string, unknown>);
  expect(result).toMatchObject({ valid: true });
  expect(document).toMatchObject({ openapi: "3.1.0", servers: [{ url: ORIGIN }] });
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    item.get && !item.get.tags?.includes("Signing") ? [path] : [],
  );
  expect(described.sort()).toEqual(
    [
      ...[...READINGS, ...TABLES].map(([template]) => template),
      ...["claims", "sources"].map((of) => `/api/v1/campaigns/{slug}/${of}/{id}/citations/{format}`),
      ...["/healthz", "/readyz"],
    ].sort(),
  );
});

test.each(READINGS)("GET %s answers what is described", async (template, handler, path, params) => {
  const { status, headers, body } = await read(handler, path, params);
  expect(status).toBe(200);
  expect(misfit(template, "200", "application/json", body)).toBeNull();
  expect(misfit(template, "200", "application/json", { unheard: "of" })).not.toBeNull();
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  const etag = headers.get("etag") ?? "";
  const again = await ask(handler, path, params, { headers: { "if-none-match": `"x", ${etag}` } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

test.each(TABLES)("GET %s answers a table with a header row", async (template, handler, header) => {
  const path = template.replace("{slug}", SLUG);
  const response = await ask(handler, path, { slug: SLUG });
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "text/csv; charset=utf-8; header=present",
  ]);
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect((await response.text()).split("\r\n")[0]).toBe(header);
  const headers = { "if-none-match": response.headers.get("etag") ?? "" };
  expect((await ask(handler, path, { slug: SLUG }, { headers })).status).toBe(304);
  expect((await ask(handler, path, { slug: "nobody" })).status).toBe(404);
});

test.each([
  [countries.GET, "week=2026-11-16", "week"],
  [countries.GET, "week=yesterday", "week"],
  [countryTable.GET, "week=2026-11-16", "week"],
  [signers.GET, "after=2026-02-30.4", "after"],
  [signers.GET, "after=%00", "after"],
  [signers.GET, "limit=0", "limit"],
] as [Handler, string, string][])(
  "figures asked with %s %s are refused by name",
  async (handler, query, name) => {
    const { status, body } = await read(handler, `/api/v1/petitions/${SLUG}/x?${query}`, { slug: SLUG });
    expect([status, body.errors]).toEqual([400, { [name]: "invalid" }]);
  },
);

const { POST, PUT, PATCH, DELETE, OPTIONS } = claims;

test.each(Object.entries({ POST, PUT, PATCH, DELETE }))(
  "%s on a reading is refused with what is allowed",
  async (method, handler) => {
    const response = await ask(handler, `${base}/claims`, { slug: SLUG }, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect(await response.json()).toMatchObject({ code: "method-not-allowed" });
  },
);

test("a browser of another origin may ask first", async () => {
  const preflight = await ask(OPTIONS, `${base}/claims`, { slug: SLUG }, { method: "OPTIONS" });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
});

test.each([
  ["/api/v1/campaigns/{slug}", campaign.GET, { slug: "nobody" }],
  ["/api/v1/campaigns/{slug}/claims", claims.GET, { slug: "nobody" }],
  ["/api/v1/campaigns/{slug}/claims/{id}", claim.GET, { slug: SLUG, id: "none" }],
  ["/api/v1/campaigns/{slug}/claims/{id}", claim.GET, { slug: SLUG, id: "\0'; DROP TABLE claim; --" }],
  ["/api/v1/campaigns/{slug}/sources", sources.GET, { slug: "%00" }],
  ["/api/v1/campaigns/{slug}/sources/{id}", source.GET, { slug: SLUG, id: "../ref-hrw-2024" }],
  ["/api/v1/petitions/{slug}", petition.GET, { slug: "не-петиция" }],
  ["/api/v1/petitions/{slug}/count", count.GET, { slug: "\0" }],
] as [string, Handler, Params][])(
  "%s says of what it does not know: 404",
  async (template, handler, params) => {
    const { status, headers, body } = await read(handler, "/api/v1/odd", params);
    expect([status, headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    expect(misfit(template, "404", "application/problem+json", body)).toBeNull();
  },
);

test.each([
  ["limit=0", "limit"],
  ["limit=1001", "limit"],
  ["limit=ten", "limit"],
  ["limit=1e2", "limit"],
  ["limit=-1", "limit"],
  ["limit=5&limit=6", "limit"],
  ["topic=Gos%20sip", "topic"],
  ["after=no-such-claim", "after"],
  ["after=%00", "after"],
  ["q=%00", "q"],
  [`q=${"x".repeat(201)}`, "q"],
])("a claim list asked with %s is refused by name", async (query, name) => {
  const { status, body } = await read(claims.GET, `${base}/claims?${query}`, { slug: SLUG });
  expect([status, body.code, body.errors]).toEqual([400, "invalid-parameter", { [name]: "invalid" }]);
});

test("a list is read to its end by following next, and nothing is lost or repeated", async () => {
  const seen: string[] = [];
  let next: string | null = `${ORIGIN}${base}/claims?limit=7&topic=&utm=x`;
  for (let pages = 0; next; pages += 1) {
    expect(pages).toBeLessThan(40);
    const { pathname, search } = new URL(next);
    const { body }: { body: { items: { id: string; url: string }[]; next: string | null } } = await read(
      claims.GET,
      pathname + search,
      { slug: SLUG },
    );
    seen.push(...body.items.map(({ id }) => id));
    next = body.next;
  }
  const all = await db.claim.findMany({ orderBy: { position: "asc" }, select: { key: true } });
  expect(seen).toEqual(all.map(({ key }) => key));
});

test("a hundred come at once unless told, and the next page keeps the question", async () => {
  const { body } = await read(claims.GET, `${base}/claims?q=china`, { slug: SLUG });
  const everything = await read(claims.GET, `${base}/claims?q=china&limit=1000`, { slug: SLUG });
  expect(everything.body.items.length).toBeGreaterThan(100);
  expect(body.items).toHaveLength(100);
  expect(new URL(body.next).searchParams.get("q")).toBe("china");
  expect(everything.body.next).toBeNull();
});

test("a claim's address leads back to the claim", async () => {
  const { body } = await read(claim.GET, `${base}/claims/kang-oct2023`, { slug: SLUG, id: "kang-oct2023" });
  expect(body.url).toBe(`${ORIGIN}${base}/claims/kang-oct2023`);
  expect(body.page).toBe(`${ORIGIN}/campaigns/${SLUG}/claims/kang-oct2023`);
  expect(body.conflicts.map((conflict: { claim: string }) => conflict.claim)).toContain("ext-hrw-oct2023");
});

test("a path that is no door answers a problem document", async () => {
  const response = await anyPath(new Request(`${ORIGIN}/api/v2/nothing`));
  expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
});
