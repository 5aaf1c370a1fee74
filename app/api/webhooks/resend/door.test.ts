import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { makeLetter, makeOffice } from "@/lib/letters/test-letters";
import { recordEvents } from "@/lib/mail/record-event";
import {
  type EventOptions,
  type MailEventType,
  mailEvent,
  signedHeaders,
  WEBHOOK_SECRET,
} from "@/lib/testing/mail-provider/events";
import { incomingEvent } from "@/lib/testing/mail-provider/incoming";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { POST } from "./route";

const { db, keys, pool } = await testDatabase();
process.env.RESEND_API_KEY = "re_test_full_access";
process.env.MAIL_FROM = "Vigil <vigil@example.org>";
const SETTINGS = Symbol.for("vigil.settings");
const FIVE_MINUTES = 300;
const seconds = () => Math.floor(Date.now() / 1_000);

beforeEach(async () => {
  process.env.RESEND_WEBHOOK_SECRET = WEBHOOK_SECRET;
  delete (globalThis as { [SETTINGS]?: unknown })[SETTINGS];
  await pool.query("TRUNCATE mail_event, suppression");
});

/** Posts raw bytes as signed; `headers` go over the proper ones, undefined takes one away. */
async function post(
  body: string,
  posting: Parameters<typeof signedHeaders>[1] = {},
  headers: Record<string, string | undefined> = {},
) {
  const all = Object.entries({ ...signedHeaders(body, posting), ...headers });
  const sent = all.filter((header): header is [string, string] => header[1] !== undefined);
  const request = new Request("http://localhost/api/webhooks/resend", {
    method: "POST",
    body,
    headers: sent,
  });
  const response = await POST(request, { params: Promise.resolve({}) });
  return { status: response.status, body: (await response.json()) as { code?: string; status?: unknown } };
}

const written = (type: MailEventType, options: Partial<EventOptions> = {}) =>
  JSON.stringify(mailEvent(type, { emailId: randomUUID(), to: "Žofie+x@example.org", ...options }));

/** A mail that the provider took. */
async function sentMail(providerId: string) {
  const now = new Date();
  return await db.outboxMail.create({
    data: {
      id: randomUUID(),
      kind: "confirm-signature",
      locale: "en",
      addressHash: new Uint8Array(32),
      state: "sent",
      sentAt: now,
      sendAfter: now,
      createdAt: now,
      providerId,
    },
  });
}

const stateOf = async (id: string) => (await db.outboxMail.findUniqueOrThrow({ where: { id } })).state;

test("a bounce moves its mail and suppresses the address, of which nothing readable is kept", async () => {
  const emailId = randomUUID();
  const { id } = await sentMail(emailId);
  expect(await post(written("email.bounced", { emailId }))).toMatchObject({ status: 200 });
  expect(await stateOf(id)).toBe("bounced");
  expect(await db.suppression.findMany()).toMatchObject([{ reason: "bounce" }]);
  const { rows } = await pool.query("SELECT e::text AS row FROM mail_event e");
  expect(rows[0].row).not.toMatch(/example\.org|confirm|server|@/i);
});

test.each([
  ["smtp; 554 5.7.1 rejected as spam", null],
  ["550-5.6.0. mx 10.5.6.7 took it for spam", null],
  ["550 5.1.1 unknown (mx 10.5.6.7)", "bounce"],
  ["550 no user, says 5.6.7.8 (Mail 14.7.1, v4.7.2)", "bounce"],
  ["550 5.1.1 no mailbox here; see 5.7.1", "bounce"],
  ["no code", null, "ContentRejected"],
])("what a mail says is told from its address: %s", async (message, reason, subType = "General") => {
  const emailId = randomUUID();
  const { id } = await sentMail(emailId);
  const bounce = { type: "Permanent", subType, message } as const;
  await post(written("email.bounced", { emailId, bounce }));
  expect(await stateOf(id)).toBe("bounced");
  expect(await db.suppression.findMany()).toMatchObject([{ reason }]);
});

test("the same delivery again is refused, a repetition signed anew is welcome, and both do nothing more", async () => {
  const emailId = randomUUID();
  await sentMail(emailId);
  const body = written("email.bounced", { emailId, bounce: { type: "Transient" } });
  const first = { id: "msg_same", timestamp: seconds() - 2 };
  expect((await post(body, first)).status).toBe(200);
  expect(await post(body, first)).toMatchObject({ status: 409, body: { code: "replayed" } });
  const again = { id: "msg_same", timestamp: seconds() - 1 };
  expect((await post(body, again)).status).toBe(200);
  expect((await post(body, again)).status).toBe(409);
  expect((await post(body, first)).status).toBe(409);
  expect(await db.suppression.findMany()).toMatchObject([{ softBounces: 1 }]);
  expect(await db.mailEvent.count()).toBe(1);
});

test("ten deliveries of one message at once count one bounce", async () => {
  const emailId = randomUUID();
  await sentMail(emailId);
  const body = written("email.bounced", { emailId, bounce: { type: "Undetermined" } });
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => post(body, { id: "msg_many", timestamp: seconds() - index })),
  );
  expect(new Set(answers.map(({ status }) => status)).size).toBeLessThanOrEqual(2);
  for (const { status } of answers) expect([200, 409]).toContain(status);
  expect(await db.suppression.findMany()).toMatchObject([{ softBounces: 1 }]);
});

test("a repetition does what a process that died after writing down had left", async () => {
  const emailId = randomUUID();
  const { id } = await sentMail(emailId);
  const body = written("email.complained", { emailId });
  const [at, to] = [new Date((seconds() - 1) * 1_000), "someone@example.org"];
  const event = { id: "msg_died", signedAt: at, providerId: emailId, kind: "complained" as const, at, to };
  await recordEvents(pool, keys, [event], at);
  expect(await stateOf(id)).toBe("sent");
  expect((await post(body, { id: "msg_died" })).status).toBe(200);
  expect(await stateOf(id)).toBe("complained");
  expect(await db.suppression.findMany()).toMatchObject([{ reason: "complaint" }]);
});

const good = written("email.delivered");
const wrong: [string, Parameters<typeof post>][] = [
  ["another secret", [good, { secret: `whsec_${Buffer.from("another secret").toString("base64")}` }]],
  ["no signature", [good, {}, { "svix-signature": undefined }]],
  ["no id", [good, {}, { "svix-id": undefined }]],
  ["no time", [good, {}, { "svix-timestamp": undefined }]],
  ["an empty signature", [good, { signature: "v1," }]],
  ["another version", [good, { signature: signedHeaders(good)["svix-signature"].replace("v1,", "v2,") }]],
  ["another id than was signed", [good, {}, { "svix-id": "msg_other" }]],
  ["another time than was signed", [good, {}, { "svix-timestamp": String(seconds() - 7) }]],
  ["a time spelt otherwise", [good, {}, { "svix-timestamp": `${seconds()}x` }]],
  ["an old delivery", [good, { timestamp: seconds() - FIVE_MINUTES - 5 }]],
  ["a delivery from the future", [good, { timestamp: seconds() + FIVE_MINUTES + 5 }]],
];
test.each(wrong)("%s is refused and leaves nothing", async (_, given) => {
  expect(await post(...given)).toMatchObject({ status: 401, body: { code: "wrong-signature" } });
  expect(await db.mailEvent.count()).toBe(0);
});

test("one changed byte of the body is refused", async () => {
  const headers = signedHeaders(good);
  const changed = good.replace("email.delivered", "email.bounced!!");
  expect((await post(changed, {}, headers)).status).toBe(401);
  expect((await post(`${good} `, {}, headers)).status).toBe(401);
});

test("one right signature among several is enough, as while a secret is changed", async () => {
  const { "svix-signature": right } = signedHeaders(good, { id: "msg_r", timestamp: seconds() - 3 });
  const signature = `v1,${Buffer.alloc(32).toString("base64")} v1a,x ${right}`;
  expect((await post(good, { id: "msg_r", timestamp: seconds() - 3, signature })).status).toBe(200);
});

test.each([
  ["not JSON", "{"],
  ["nothing", ""],
  ["no object", "[]"],
  ["null", "null"],
  ["no type", "{}"],
  ["no data", '{"type":"email.bounced"}'],
  [
    "no id of a mail",
    '{"type":"email.sent","created_at":"2026-01-01T00:00:00Z","data":{"to":["a@b.example"]}}',
  ],
  [
    "an id that no database takes",
    JSON.stringify({ ...JSON.parse(good), data: { email_id: "x\u0000", to: [] } }),
  ],
  ["no time", '{"type":"email.sent","created_at":"soon","data":{"email_id":"x","to":[]}}'],
  ["an address that is a number", JSON.stringify({ ...JSON.parse(good), data: { email_id: "x", to: [7] } })],
])("%s under a right signature is malformed", async (_, body) => {
  expect(await post(body)).toMatchObject({ status: 400, body: { code: "malformed" } });
  expect(await db.mailEvent.count()).toBe(0);
});

test.each([
  ["a kind nobody knows", '{"type":"constructor","created_at":"x","data":{}}'],
  ["an opening, which we do not count", good.replace("email.delivered", "email.opened")],
  [
    "a contact",
    '{"type":"contact.created","created_at":"2026-01-01T00:00:00Z","data":{"email":"a@b.example"}}',
  ],
])("%s is answered and not kept", async (_, body) => {
  expect((await post(body)).status).toBe(200);
  expect(await db.mailEvent.count()).toBe(0);
});

test("a mail that is not ours suppresses nobody, and one to several has no receiver", async () => {
  expect((await post(written("email.bounced"))).status).toBe(200);
  expect((await post(written("email.bounced", { to: ["a@example.org", "b@example.org"] }))).status).toBe(200);
  expect(await db.suppression.count()).toBe(0);
  const kept = await db.mailEvent.findMany({ orderBy: { addressHash: "asc" } });
  expect(kept.map((event) => event.addressHash?.length ?? null)).toEqual([16, null]);
  expect(kept.every((event) => event.appliedAt === null)).toBe(true);
});

test("a mail that comes in for a letter is written down once, however often it is told of; others are not kept", async () => {
  const office = await makeOffice({ db }, (await makeCampaign(db)).id);
  const { id, token } = await makeLetter({ db, keys }, office);
  const mail = { id: randomUUID(), at: new Date(), files: [], from: "office@gov.example" };
  const body = JSON.stringify(incomingEvent({ ...mail, to: [`Campaign <Reply+${token}@Example.org>`] }));
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(body)));
  expect(answers).toEqual(Array(5).fill({ status: 200, body: { status: "received" } }));
  expect(await db.letterReply.findMany()).toMatchObject([
    { letterId: id, via: "relay", kind: null, providerId: mail.id, attempts: 0, textEnc: null },
  ]);
  const elsewhere = JSON.stringify(incomingEvent({ ...mail, id: randomUUID(), to: ["info@example.org"] }));
  expect(await post(elsewhere)).toEqual({ status: 200, body: { status: "of-no-concern" } });
  expect((await post(body.replace(mail.id, "x\\u0000"))).status).toBe(400);
  expect(
    (await post(body, { secret: `whsec_${Buffer.from("another secret").toString("base64")}` })).status,
  ).toBe(401);
  expect(await db.letterReply.count()).toBe(1);
  expect(await db.mailEvent.count()).toBe(0);
});

test("a mail to a hundred addresses with long names is taken in", async () => {
  const office = await makeOffice({ db }, (await makeCampaign(db)).id);
  const { token } = await makeLetter({ db, keys }, office);
  const to = Array.from({ length: 100 }, (_, index) => `${"Ł".repeat(100)} <a${index}@gov.example>`);
  const mail = {
    id: randomUUID(),
    at: new Date(),
    files: [],
    from: "office@gov.example",
    subject: "x".repeat(900),
  };
  const body = JSON.stringify(incomingEvent({ ...mail, to, receivedFor: [`reply+${token}@example.org`] }));
  expect(await post(body)).toEqual({ status: 200, body: { status: "received" } });
});

test("without a secret there is no such door", async () => {
  process.env.RESEND_WEBHOOK_SECRET = "";
  expect((await post(good)).status).toBe(404);
});
