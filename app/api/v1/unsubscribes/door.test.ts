import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { issueNeverMailToken, suppress, suppressionHashes } from "@/lib/mail/suppression";
import { testDatabase } from "@/lib/testing/test-database";
import { GET, POST } from "./route";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const hashes = await suppressionHashes(pool, keys, "Žofie+x@example.org", NOW);
const token = issueNeverMailToken(keys, hashes);
const forged = `${token.slice(0, 30)}${token[30] === "A" ? "B" : "A"}${token.slice(31)}`;

const FORM = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
const JSON_TYPE = { "content-type": "application/json" };

beforeEach(async () => {
  await pool.query("TRUNCATE suppression");
});

async function ask(
  method: "GET" | "POST",
  { query = "", headers = {}, body }: { query?: string; headers?: Record<string, string>; body?: BodyInit },
) {
  const request = new Request(`http://localhost/api/v1/unsubscribes${query}`, { method, headers, body });
  const response = await (method === "GET" ? GET : POST)(request, { params: Promise.resolve({}) });
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get("location"),
    body: text && JSON.parse(text),
  };
}
const post = (given: Parameters<typeof ask>[1]) => ask("POST", given);
const asJson = (fields: unknown) => post({ headers: JSON_TYPE, body: JSON.stringify(fields) });
const reasons = async () => (await db.suppression.findMany()).map(({ reason }) => reason);

test("a program ends mails to the mailbox, whatever the tag, and allows them again; twice is once", async () => {
  for (const _ of [1, 2])
    expect(await asJson({ token })).toMatchObject({ status: 200, body: { status: "unsubscribed" } });
  expect(await db.suppression.findMany()).toMatchObject([
    { reason: "never-mail", addressHash: Uint8Array.from(hashes.mailbox) },
  ]);
  for (const _ of [1, 2])
    expect(await asJson({ token, allow: "on" })).toMatchObject({ body: { status: "allowed" } });
  expect(await reasons()).toEqual([]);
});

test("the page's form is led back to the page, in its language", async () => {
  const form = async (fields: Record<string, string>) =>
    post({ headers: FORM, body: new URLSearchParams({ token, locale: "ko", ...fields }).toString() });
  expect(await form({})).toMatchObject({ status: 303, location: `/ko/unsubscribe/${token}?changed=never` });
  expect(await reasons()).toEqual(["never-mail"]);
  expect(await form({ allow: "on" })).toMatchObject({ location: `/ko/unsubscribe/${token}?changed=allowed` });
  expect(await reasons()).toEqual([]);
});

const multipart = new FormData();
multipart.set("List-Unsubscribe", "One-Click");
test.each([
  ["as a form", { headers: FORM, body: "List-Unsubscribe=One-Click" }],
  ["in parts", { headers: { accept: "text/html" }, body: multipart }],
  ["without a body", {}],
])("one click in a mail program, %s, has one effect and leads nowhere (RFC 8058)", async (_, given) => {
  for (const _again of [1, 2]) {
    const answer = await post({ query: `?token=${token}`, ...given });
    expect(answer).toMatchObject({ status: 200, location: null, body: { status: "unsubscribed" } });
  }
  expect(await reasons()).toEqual(["never-mail"]);
  expect((await post({ query: `?token=${forged}`, ...given })).status).toBe(404);
});

test("opening an address changes nothing", async () => {
  const opened = await ask("GET", { query: `?token=${token}`, headers: { "accept-language": "ja" } });
  expect(opened).toMatchObject({ status: 303, location: `/ja/unsubscribe/${token}` });
  for (const query of ["", "?token=", "?token=//evil.example", "?token=a%0d%0ab"])
    expect((await ask("GET", { query })).status, query).toBe(404);
  expect(await reasons()).toEqual([]);
});

test.each([
  ["an unknown token", { token: forged }, 404],
  ["no token", {}, 422],
  ["an empty token", { token: "" }, 422],
  ["a token that is a number", { token: 7 }, 422],
  ["another wish", { token, allow: "yes" }, 422],
])("%s is refused and changes nothing", async (_, fields, status) => {
  expect((await asJson(fields)).status).toBe(status);
  const form = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  expect((await post({ headers: FORM, body: form.toString() })).status).toBe(404);
  expect(await reasons()).toEqual([]);
});

test("a token in the address counts only for one click", async () => {
  const query = `?token=${token}`;
  expect((await post({ query, headers: JSON_TYPE, body: "{}" })).status).toBe(422);
  expect((await post({ query, headers: FORM, body: "a=b" })).status).toBe(404);
  expect((await post({ query, headers: { "content-type": "text/plain" }, body: "a" })).status).toBe(415);
  expect(await reasons()).toEqual([]);
});

test("allowing mails again lifts a complaint, not a bounce", async () => {
  const other = await suppressionHashes(pool, keys, `${randomUUID()}@example.org`, NOW);
  await suppress(pool, hashes.mailbox, "complaint", NOW);
  await suppress(pool, other.mailbox, "bounce", NOW);
  await asJson({ token, allow: "on" });
  await asJson({ token: issueNeverMailToken(keys, other), allow: "on" });
  expect(await reasons()).toEqual(["bounce"]);
});
