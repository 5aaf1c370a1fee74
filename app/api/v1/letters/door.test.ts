import { beforeEach, expect, test } from "vitest";
import { settings } from "@/lib/config/runtime";
import { issueOwnLetterToken } from "@/lib/letters/own-letter";
import { letterFields, testWriters } from "@/lib/letters/test-writers";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import type { DoorRequest } from "@/lib/web/door";
import { POST as confirm } from "../letter-confirmations/route";
import { POST as erase } from "../letter-erasures/route";
import { POST as withdraw } from "../letter-withdrawals/route";
import { lettersDoor } from "./door";
import { letterPapersDoor } from "./papers/door";
import { POST as write } from "./route";

const world = await testDatabase();
const { db, keys, pool } = world;
const NOW = new Date();
const writers = testWriters(world);
const campaign = await makeCampaign(db);
await writers.template(campaign, NOW);
const office = await writers.office(campaign, NOW);

beforeEach(async () => {
  await pool.query("TRUNCATE letter, outbox_mail, network_use CASCADE");
});

const FORM = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };

async function post(
  door: typeof write,
  body: string,
  headers: Record<string, string> = { "content-type": "application/json" },
) {
  const request = new Request("http://localhost/api/v1/letters", { method: "POST", headers, body });
  const response = await door(request, { params: Promise.resolve({}) });
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get("location"),
    body: text ? JSON.parse(text) : null,
  };
}
const fields = (sent: Record<string, string> = {}) => ({ ...letterFields(campaign, office), ...sent });
const asJson = (sent: Record<string, unknown>) => post(write, JSON.stringify(sent));
const asForm = (door: typeof write, sent: Record<string, string>) =>
  post(door, new URLSearchParams(sent).toString(), FORM);
/** As a browser sends the form, for what its page is told. */
const asPerson = (sent: Record<string, string>): DoorRequest => ({
  ...{ method: "POST", path: "/api/v1/letters", query: () => new URLSearchParams(), params: {} },
  header: (name) => (FORM as Record<string, string>)[name],
  body: new TextEncoder().encode(new URLSearchParams(sent).toString()),
  ...{ peer: "192.0.2.1", direct: false, requestId: "a", now: NOW },
});
const stored = async () => [await db.letter.count(), await db.outboxMail.count()];

test("a letter is taken in, as JSON and as a form, with one answer", async () => {
  expect(await asJson(fields())).toMatchObject({ status: 202, body: { status: "check-your-mail" } });
  expect(await asForm(write, fields())).toMatchObject({
    status: 303,
    location: `/ko/letters/${campaign.slug}/check-mail`,
  });
  expect(await stored()).toEqual([2, 2]);
});

test("what is wrong is told by field, and nothing is stored or sent", async () => {
  const wrong = {
    subject: "A\r\nBcc: all@example.org",
    name: "A\u202eb",
    text: "<script>",
    email: "a@example.org\nBcc: b@example.org",
  };
  expect(await asJson(fields(wrong))).toMatchObject({
    status: 422,
    body: {
      code: "invalid",
      errors: { subject: "one-line", name: "hidden", text: "markup", email: "invalid" },
    },
  });
  expect(await asJson(fields({ text: "Bez. [7]" }))).toMatchObject({
    status: 422,
    body: { errors: { text: "unknown-note" } },
  });
  expect(await asJson(fields({ template: "jina" }))).toMatchObject({
    status: 422,
    body: { errors: { version: "invalid" } },
  });
  expect(await asJson(fields({ target: "zadny" }))).toMatchObject({
    status: 404,
    body: { code: "unknown-office" },
  });
  expect(await asJson(fields({ campaign: "zadna" }))).toMatchObject({
    status: 404,
    body: { code: "unknown-campaign" },
  });
  expect(await asJson({})).toMatchObject({
    status: 422,
    body: { errors: { consent: "required", text: "required" } },
  });
  expect(await stored()).toEqual([0, 0]);
});

test("a letter of a million characters, other types and broken bodies are refused as a whole", async () => {
  const long = "ä".repeat(1_000_000);
  expect(await asJson(fields({ text: long }))).toMatchObject({ status: 413 });
  expect(await asForm(write, fields({ subject: long }))).toMatchObject({ status: 413 });
  expect(await post(write, "a=b", { "content-type": "text/plain" })).toMatchObject({ status: 415 });
  for (const body of ["{", "[]", '{"text":{"a":1}}', '{"text":"a","text":"b"}'])
    expect(await post(write, body)).toMatchObject({ status: 400 });
  expect(await post(write, "text=%ff", FORM)).toMatchObject({ status: 400 });
  expect(await stored()).toEqual([0, 0]);
});

test("people get what they wrote back with the page of the form, whatever is wrong with it", async () => {
  const sent = fields({ subject: "A\nb" });
  expect(await lettersDoor(asPerson(sent))).toMatchObject({
    ...{ status: 422, page: `/ko/letters/${campaign.slug}/form` },
    form: { values: { text: sent.text, step: "send" }, errors: { subject: "one-line" } },
  });
});

test.each([
  { name: "x" },
  fields({ campaign: "" }),
  fields({ campaign: "zadna", subject: "" }),
  ...["../../organize", "a\0", "<b>"].map((campaign) => fields({ campaign })),
  ...["", "zadny", "a\0"].map((target) => fields({ target, subject: "" })),
])("a form that names no campaign or office that there is, is told so (%#)", async (sent) => {
  for (const door of [lettersDoor, letterPapersDoor])
    expect(await door(asPerson(sent))).toMatchObject({
      ...{ status: 404, page: expect.stringMatching(/\/problem$/) },
      form: { values: { code: "unknown-office" } },
    });
});

test("characters that cannot be printed are named where a letter is to be carried, and nothing typed is lost", async () => {
  const sent = fields({ channel: "hand-over", own: "Děkuji 😀", followUp: "on" });
  sent.text += "\n😀 مر";
  expect(await asJson(sent)).toMatchObject({
    status: 422,
    body: { code: "invalid", errors: { channel: "undrawable" }, detail: "No font has: 😀 م ر" },
  });
  expect(await lettersDoor(asPerson(sent))).toMatchObject({
    ...{ status: 422, page: `/ko/letters/${campaign.slug}/form` },
    form: { values: { ...sent, step: "send", undrawable: "😀 م ر" }, errors: { channel: "undrawable" } },
  });
  expect(await stored()).toEqual([0, 0]);
});

test("a campaign that was paused while somebody wrote gives the letter back, with the reason", async () => {
  await db.campaign.update({ where: { id: campaign.id }, data: { state: "paused" } });
  const sent = fields();
  expect(await asJson(sent)).toMatchObject({ status: 409, body: { code: "closed" } });
  expect(await lettersDoor(asPerson(sent))).toMatchObject({
    ...{ status: 409, page: `/ko/letters/${campaign.slug}/form` },
    form: { values: { text: sent.text, email: sent.email, step: "send" }, errors: { campaign: "closed" } },
  });
  await db.campaign.update({ where: { id: campaign.id }, data: { state: "live" } });
  expect(await stored()).toEqual([0, 0]);
});

test("where answers cannot come in through the campaign, only the writer's own address is taken for them", async () => {
  const { RESEND_API_KEY, RESEND_WEBHOOK_SECRET } = settings();
  Object.assign(settings(), { RESEND_API_KEY: "re_1", RESEND_WEBHOOK_SECRET: undefined });
  const refused = await asJson(fields({ channel: "mail", replyTo: "relay" }));
  const taken = await asJson(fields({ channel: "mail", replyTo: "own" }));
  Object.assign(settings(), { RESEND_API_KEY, RESEND_WEBHOOK_SECRET });
  expect(refused).toMatchObject({ status: 422, body: { errors: { replyTo: "no-relay" } } });
  expect(taken).toMatchObject({ status: 202 });
});

test("a network that sends too many letters hears when it may again", async () => {
  for (let n = 0; n < 20; n += 1) await asJson(fields());
  expect(await asJson(fields())).toMatchObject({ status: 429, body: { code: "too-many" } });
  expect(await stored()).toEqual([20, 20]);
});

test("the writer's link confirms, withdraws and erases; people are led to its page, which says what happened", async () => {
  await asJson(fields());
  const { token } = await writers.draftOf(NOW);
  const page = `/ko/letters/sent/${token}`;
  expect(await asForm(confirm, { token, locale: "ko" })).toMatchObject({
    status: 303,
    location: `${page}?changed=confirmed`,
  });
  expect(await post(confirm, JSON.stringify({ token }))).toMatchObject({
    status: 200,
    body: { status: "confirmed" },
  });
  expect(await asForm(withdraw, { token, locale: "ko" })).toMatchObject({
    status: 303,
    location: `${page}?refused=unsure`,
  });
  expect(await asForm(withdraw, { token, locale: "ko", sure: "on" })).toMatchObject({
    location: `${page}?changed=withdrawn`,
  });
  expect(await post(confirm, JSON.stringify({ token }))).toMatchObject({
    status: 410,
    body: { code: "withdrawn" },
  });
  expect(await post(erase, JSON.stringify({ token }))).toMatchObject({
    status: 200,
    body: { status: "erased" },
  });
});

test("tokens of others, and of nobody, open nothing; guessing ends", async () => {
  await asJson(fields());
  const { id, token } = await writers.draftOf(NOW);
  const old = issueOwnLetterToken(keys, id, new Date(NOW.getTime() - 91 * DAY));
  for (const door of [confirm, withdraw, erase]) {
    await pool.query("TRUNCATE network_use");
    expect(await post(door, JSON.stringify({ token: old }))).toMatchObject({
      status: 410,
      body: { code: "expired" },
    });
    expect(await post(door, JSON.stringify({}))).toMatchObject({ status: 422 });
    for (const wrong of ["", "a", "a\ud800", `${token}a`, token.toLowerCase()])
      expect((await post(door, JSON.stringify({ token: wrong }))).status).toBe(wrong === "" ? 422 : 404);
    for (let n = 0; n < 60; n += 1) await post(door, JSON.stringify({ token: "x" }));
    expect(await post(door, JSON.stringify({ token: "x" }))).toMatchObject({ status: 429 });
  }
  expect(await post(confirm, JSON.stringify({ token }))).toMatchObject({ status: 200 });
  expect((await db.letter.findUniqueOrThrow({ where: { id } })).state).toBe("queued");
});
