import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { providerClient } from "@/lib/mail/provider-client";
import {
  type MailProvider,
  type MailProviderOptions,
  PROVIDER_KEY,
  SENDER,
  SENDING_KEY,
  startMailProvider,
} from "./mail-provider";
import { mailEvent, postEvent, WEBHOOK_SECRET } from "./mail-provider/events";

const running: MailProvider[] = [];
afterEach(() => Promise.all(running.splice(0).map((provider) => provider.stop())));

async function start(options: MailProviderOptions = {}, key = PROVIDER_KEY) {
  const provider = await startMailProvider(options);
  running.push(provider);
  return { provider, client: providerClient({ RESEND_API_KEY: key, RESEND_BASE_URL: `${provider.url}/` }) };
}

const mail = (to: string) => ({ from: SENDER, to, subject: "Grüße", text: "Žádost" });
const permissive = (idempotencyKey: string) => ({ idempotencyKey, batchValidation: "permissive" as const });

test("a batch is taken whole, in order, and the answer names each mail", async () => {
  const { provider, client } = await start();
  const { data, error, headers } = await client.batch.send([mail("a@example.net"), mail("b@example.net")]);
  expect(error).toBeNull();
  expect(data?.data.map(({ id }) => id)).toEqual(provider.accepted.map(({ id }) => id));
  expect(provider.accepted.map((taken) => taken.mail)).toEqual([
    mail("a@example.net"),
    mail("b@example.net"),
  ]);
  expect(provider.requests).toMatchObject([{ path: "/emails/batch", size: 2, status: 200, key: null }]);
  expect(headers?.["ratelimit-limit"]).toBe("1000");
});

test("a strict batch is refused for one bad mail; a permissive one leaves it out", async () => {
  const { provider, client } = await start({
    refuses: ({ to }) => (String(to).startsWith("blocked") ? "No." : undefined),
  });
  const mails = [mail("a@example.net"), mail("not an address"), mail("blocked@example.net")];
  const strict = await client.batch.send(mails);
  expect(strict.error).toMatchObject({ statusCode: 422, name: "validation_error" });
  expect(provider.accepted).toHaveLength(0);
  const lenient = await client.batch.send(mails, permissive("one"));
  expect(lenient.data?.data).toHaveLength(1);
  expect(lenient.data?.errors).toEqual([
    { index: 1, message: expect.stringContaining("Invalid `to` field") },
    { index: 2, message: "No." },
  ]);
  expect(provider.accepted.map((taken) => taken.mail.to)).toEqual(["a@example.net"]);
});

test("a hundred mails are a batch, one more is not; a sender's domain has to be verified", async () => {
  const { provider, client } = await start();
  const many = Array.from({ length: 101 }, (_, index) => mail(`a${index}@example.net`));
  expect((await client.batch.send(many)).error).toMatchObject({ statusCode: 422 });
  expect((await client.batch.send(many.slice(1))).data?.data).toHaveLength(100);
  const stranger = await client.batch.send([{ ...mail("a@example.net"), from: "x@sub.example.org" }]);
  expect(stranger.error).toMatchObject({ statusCode: 403, name: "validation_error" });
  expect(stranger.error?.message).toContain("sub.example.org domain is not verified");
  expect(provider.accepted).toHaveLength(100);
});

test("a key repeated with the same body sends nothing again; with another body it is refused", async () => {
  const { provider, client } = await start();
  const first = await client.batch.send([mail("a@example.net")], permissive("one"));
  const again = await client.batch.send([mail("a@example.net")], permissive("one"));
  expect(again.data).toEqual(first.data);
  const other = await client.batch.send([mail("b@example.net")], permissive("one"));
  expect(other.error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
  expect(provider.accepted).toHaveLength(1);
  expect(provider.doubles()).toEqual([]);
  const long = await client.batch.send([mail("b@example.net")], permissive("k".repeat(257)));
  expect(long.error).toMatchObject({ statusCode: 400, name: "invalid_idempotency_key" });
});

test("a key is refused while its first request is under way, and forgotten after its time", async () => {
  const { provider, client } = await start({ rememberFor: 50 });
  provider.fail({ delay: 200 });
  const slow = client.batch.send([mail("a@example.net")], permissive("one"));
  await pause(60);
  const meanwhile = await client.batch.send([mail("a@example.net")], permissive("one"));
  expect(meanwhile.error).toMatchObject({ statusCode: 409, name: "concurrent_idempotent_requests" });
  expect((await slow).error).toBeNull();
  await pause(80);
  await client.batch.send([mail("a@example.net")], permissive("one"));
  expect(provider.doubles()).toEqual(["a@example.net"]);
});

test("no second holds more requests than the limit", async () => {
  const { provider, client } = await start({ limit: 5 });
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => client.batch.send([mail(`a${index}@example.net`)])),
  );
  const refused = answers.filter(({ error }) => error?.name === "rate_limit_exceeded");
  expect(refused).toHaveLength(3);
  expect(refused[0]?.headers).toMatchObject({
    "retry-after": "1",
    "ratelimit-limit": "5",
    "ratelimit-remaining": "0",
    "ratelimit-reset": "1",
  });
  expect(provider.accepted).toHaveLength(5);
  await pause(1_010);
  expect((await client.batch.send([mail("late@example.net")])).error).toBeNull();
});

test("faults before taking leave nothing behind; after taking, a repeat gets the proper answer", async () => {
  const { provider, client } = await start();
  const send = () => client.batch.send([mail("a@example.net")], permissive("one"));
  provider.fail({ answer: { status: 503, headers: { "retry-after": "7" } } });
  const before = await send();
  expect(before).toMatchObject({ error: { statusCode: 503 }, headers: { "retry-after": "7" } });
  expect(provider.accepted).toHaveLength(0);
  provider.fail({ takes: true, answer: { status: 500 } });
  provider.fail({ takes: true, answer: "destroy" });
  provider.fail({ takes: true, answer: { status: 200, text: "<html>" } });
  expect((await send()).error?.statusCode).toBe(500);
  expect((await send()).error?.statusCode).toBeNull();
  expect((await send()).error?.statusCode).toBeNull();
  expect((await send()).data?.data).toEqual([{ id: provider.accepted[0]?.id }]);
  expect(provider.accepted).toHaveLength(1);
  expect(provider.requests.map(({ status }) => status)).toEqual([503, 500, null, 200, 200]);
});

test("a request that is never answered ends with the client's patience", async () => {
  const { provider, client } = await start({
    faults: ({ number }) => (number === 1 ? { answer: "hang" } : {}),
  });
  const signal = AbortSignal.timeout(100);
  const hung = await client.batch.send([mail("a@example.net")], { ...permissive("one"), signal });
  expect(hung.error?.statusCode).toBeNull();
  expect((await client.batch.send([mail("a@example.net")], permissive("one"))).error).toBeNull();
  expect(provider.accepted).toHaveLength(1);
});

test("keys: none, a wrong one, one that may only send", async () => {
  const { provider, client } = await start({}, SENDING_KEY);
  expect((await client.emails.send(mail("a@example.net"))).data?.id).toBe(provider.accepted[0]?.id);
  expect((await client.domains.list()).error).toMatchObject({ statusCode: 401, name: "restricted_api_key" });
  const wrong = providerClient({ RESEND_API_KEY: "re_wrong", RESEND_BASE_URL: provider.url });
  expect((await wrong.domains.list()).error).toMatchObject({ statusCode: 403, name: "invalid_api_key" });
  const none = await fetch(`${provider.url}/emails`, { method: "POST", body: "{}" });
  expect(await none.json()).toMatchObject({ statusCode: 401, name: "missing_api_key" });
});

test("domains and mails can be looked at", async () => {
  const { provider, client } = await start({ domains: [{ name: "example.org", click_tracking: true }] });
  const listed = await client.domains.list();
  expect(listed.data?.data).toMatchObject([
    { name: "example.org", status: "verified", click_tracking: true },
  ]);
  const id = listed.data?.data[0]?.id ?? "";
  expect((await client.domains.get(id)).data).toMatchObject({ object: "domain", open_tracking: false });
  const sent = await client.emails.send(mail("a@example.net"));
  provider.happened(sent.data?.id ?? "", "bounced");
  expect((await client.emails.get(sent.data?.id ?? "")).data).toMatchObject({
    last_event: "bounced",
    to: ["a@example.net"],
  });
  expect((await client.emails.get("unknown")).error).toMatchObject({ statusCode: 404, name: "not_found" });
});

test("events are signed as the client checks them", async () => {
  const { client } = await start();
  const received: { headers: Record<string, unknown>; body: string }[] = [];
  const hook = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  await new Promise((done) => hook.once("listening", done));
  const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
  const event = mailEvent("email.bounced", { emailId: "an id", to: "ž@example.net" });
  expect(await postEvent(url, event, { id: "msg_1" })).toMatchObject({ status: 204 });
  await postEvent(url, event, { signature: "v1,AAAA" });
  hook.close();
  const check = ({ headers, body }: { headers: Record<string, unknown>; body: string }) =>
    client.webhooks.verify({
      payload: body,
      headers: {
        id: String(headers["svix-id"]),
        timestamp: String(headers["svix-timestamp"]),
        signature: String(headers["svix-signature"]),
      },
      webhookSecret: WEBHOOK_SECRET,
    });
  const [good, bad] = received;
  if (!good || !bad) throw new Error("the hook was not asked twice");
  expect(check(good)).toMatchObject({ type: "email.bounced", data: { bounce: { type: "Permanent" } } });
  expect(good.headers["svix-id"]).toBe("msg_1");
  expect(() => check(bad)).toThrow();
});
