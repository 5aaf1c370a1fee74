import { beforeAll, expect, test } from "vitest";
import { seePdf } from "@/lib/testing/pdf-images";
import { testDatabase } from "@/lib/testing/test-database";
import { DOOR_LIMITS } from "@/lib/web/door-limits";
import { seedFirstCampaign } from "@/prisma/seed/seed";
import { POST } from "./route";

const { db, pool, keys } = await testDatabase();

const LETTER = {
  ...{ campaign: "stop-forced-returns", target: "cn-emb-de", language: "ko", locale: "ko", paper: "a4" },
  ...{
    subject: "돌려보내지 말아 주십시오",
    text: "대사님께,\n\n부탁드립니다.\n\n삼가,\n김하늘",
    name: "김하늘",
  },
};
type Sent = Record<string, string>;

async function post(body: BodyInit, type: string, accept = "*/*"): Promise<Response> {
  const headers = { "content-type": type, accept };
  const request = new Request("http://localhost/api/v1/letters/papers", { method: "POST", body, headers });
  return await POST(request, { params: Promise.resolve({}) });
}

const ask = (given: Sent) => post(JSON.stringify({ ...LETTER, ...given }), "application/json");
const form = (given: Sent) =>
  post(new URLSearchParams({ ...LETTER, ...given }), "application/x-www-form-urlencoded", "text/html");
const rows = async () => (await pool.query("SELECT count(*)::int AS n FROM letter")).rows[0].n;

beforeAll(async () => {
  await seedFirstCampaign(db, keys, new Date("2026-11-21T00:00:00.000Z"));
});

test.each([
  ["a4", ask],
  ["letter", form],
  ["dl", form],
  ["no10", ask],
])("a letter comes as a file on %s, and nothing of it is kept", async (paper, door) => {
  const answer = await door({ paper, sender: "김하늘\r\n서울" });
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": `attachment; filename="cn-emb-de-${paper}.pdf"`,
    "cache-control": "no-store",
  });
  const [page] = await seePdf(new Uint8Array(await answer.arrayBuffer()));
  expect(page?.text).toContain("Märkisches Ufer 54");
  expect(page?.text).toContain("서울");
  expect(await rows()).toBe(0);
});

test("sources are made anew from the claims of the template, whatever came along", async () => {
  const template = await db.letterTemplateVersion.findFirstOrThrow({
    where: { locale: "en" },
    include: { template: true, claims: { include: { claim: true } } },
  });
  const [cited] = template.claims;
  if (!cited) throw new Error("the template cites nothing");
  const which = {
    template: template.template.key,
    version: String(template.number),
    language: "en",
    locale: "ko",
  };
  const text = "Madam,\n\nthis [1] is why.\n\nŽofia";
  const answer = await ask({ ...which, text, claims: cited.claim.key, notes: "FORGED" });
  const [page] = await seePdf(new Uint8Array(await answer.arrayBuffer()));
  expect(page?.text).toContain(`/claims/${cited.claim.key}`);
  expect(page?.text).not.toContain("FORGED");
  expect(page?.text).toMatch(/20\d\d년 \d+월 \d+일/);
  expect((await ask({ ...which, text, claims: "no-claim-of-this" })).status).toBe(422);
  expect(await (await ask({ ...which, text })).json()).toMatchObject({ errors: { text: "unknown-note" } });
});

test.each([
  [{ paper: "a5" }, 422, { errors: { paper: "invalid" } }],
  [{ text: "" }, 422, { errors: { text: "required" } }],
  [{ text: `${"가".repeat(5_001)}` }, 422, { errors: { text: "too-long" } }],
  [{ subject: "a\r\nBcc: x@example.org" }, 422, { errors: { subject: "one-line" } }],
  [{ text: "a\u202eb" }, 422, { errors: { text: "hidden" } }],
  [{ sender: "1\n2\n3\n4\n5\n6\n7" }, 422, { errors: { sender: "too-many-lines" } }],
  [{ date: "22.11.2026" }, 422, { errors: { date: "invalid" } }],
  [{ target: "cn-emb-nowhere" }, 404, { code: "unknown-office" }],
  [{ campaign: "nothing" }, 404, { code: "unknown-office" }],
  [{ template: "no-such-letter" }, 404, { code: "unknown-version" }],
  [{ text: "안녕 👩‍👧 שלום" }, 422, { errors: { paper: "undrawable" }, detail: "No font has: 👩‍👧 ש ל ו ם" }],
] as [Sent, number, object][])("%j is refused with %i", async (given, status, body) => {
  const answer = await ask(given);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject(body);
});

test("what is no form, and what is too large, is refused", async () => {
  expect((await post("a", "text/plain")).status).toBe(415);
  expect((await post("{", "application/json")).status).toBe(400);
  expect((await form({ text: "가".repeat(30_000) })).status).toBe(413);
});

test("one network draws so many papers in an hour", async () => {
  await pool.query("UPDATE network_use SET uses = $1 WHERE door = 'letters-papers'", [
    DOOR_LIMITS["letters-papers"],
  ]);
  const answer = await ask({});
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
});
