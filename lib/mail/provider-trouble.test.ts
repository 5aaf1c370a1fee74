import { expect, test } from "vitest";
import { later, many, NOW, reached, relayWorld } from "@/lib/testing/relay-world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { mailHealth } from "./mail-health";
import { suppress, suppressionHashes } from "./suppression";

const { db, keys, pool, provider, relay, row, wait } = await relayWorld();

test.each([
  ["an error before the mails were taken", { answer: { status: 500 } }],
  ["an error after they were taken", { takes: true, answer: { status: 500 } }],
  ["a connection cut after they were taken", { takes: true, answer: "destroy" as const }],
  ["an answer that never comes", { takes: true, answer: "hang" as const }],
  ["an answer that is no JSON", { takes: true, answer: { status: 200, text: "<html>" } }],
  ["a gateway's page", { answer: { status: 502, text: "<html>" } }],
])("%s: the same request under the same key again, each mail once", async (_, fault) => {
  const to = await provider();
  to.fail(fault);
  const ids = await wait(many(5));
  await relay(to, { timeout: 200 });
  expect((await row(ids[0])).state).toBe("batched");
  await relay(to, { now: later(MINUTE) });
  expect(to.requests.map(({ key }) => key)).toEqual([to.requests[0]?.key, to.requests[0]?.key]);
  expect(reached(to).sort()).toEqual(many(5));
  expect(await row(ids[0])).toMatchObject({ state: "sent", attempts: 2, providerId: expect.any(String) });
});

test("too many requests: the batch waits as long as the provider asks, then goes out under its key", async () => {
  const to = await provider();
  to.fail({
    answer: {
      status: 429,
      body: { statusCode: 429, name: "rate_limit_exceeded", message: "slow down" },
      headers: { "retry-after": "7" },
    },
  });
  const [id] = await wait(["ana@example.org"]);
  await relay(to);
  await relay(to, { now: later(6_900) });
  expect(to.requests).toHaveLength(1);
  await relay(to, { now: later(7_000) });
  expect(to.requests.map(({ key }) => key)).toEqual([to.requests[0]?.key, to.requests[0]?.key]);
  expect((await row(id)).state).toBe("sent");
});

test("pauses grow with each attempt", async () => {
  const to = await provider();
  to.fail({ answer: { status: 500 } }, 3);
  await wait(["ana@example.org"]);
  const pauses: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const now = later(round * HOUR);
    await relay(to, { now: now });
    const { nextAttemptAt } = await db.mailBatch.findFirstOrThrow();
    pauses.push(nextAttemptAt.getTime() - now.getTime());
    await pool.query("UPDATE mail_gate SET refusals = 0");
  }
  for (const [round, pause] of pauses.entries()) {
    expect(pause).toBeGreaterThanOrEqual(0.75 * 250 * 2 ** round - 1);
    expect(pause).toBeLessThanOrEqual(1.25 * 250 * 2 ** round + 1);
  }
});

test("a refused mail is singled out and kept with the provider's words, without the address", async () => {
  const refuses = ({ to }: { to?: string | string[] }) =>
    [to].flat()[0] === "person3@example.org"
      ? "person3@example.org is not allowed, see https://x.example/?t=1"
      : undefined;
  const to = await provider({ refuses });
  const ids = await wait(many(7));
  await relay(to);
  expect(to.requests).toHaveLength(1);
  expect(await row(ids[3])).toMatchObject({
    state: "failed",
    note: "[address] is not allowed, see [link]",
    sentAt: null,
    addressEnc: null,
    providerId: null,
  });
  for (const [index, id] of ids.entries()) {
    const accepted = to.accepted.find(({ mail }) => mail.to === `person${index}@example.org`);
    if (index !== 3) expect(await row(id)).toMatchObject({ state: "sent", providerId: accepted?.id });
  }
  expect(reached(to)).toHaveLength(6);
});

test("where the provider refuses the whole batch for one mail, halves find it", async () => {
  const bad = "person4@example.org";
  const to = await provider({
    faults: ({ body }) =>
      JSON.stringify(body).includes(bad)
        ? {
            answer: {
              status: 422,
              body: { statusCode: 422, name: "validation_error", message: "Invalid `to` field" },
            },
          }
        : undefined,
  });
  const ids = await wait(many(9));
  await relay(to);
  expect(await row(ids[4])).toMatchObject({
    state: "failed",
    note: "422 validation_error: Invalid `to` field",
  });
  expect(reached(to).sort()).toEqual(many(9).filter((address) => address !== bad));
  expect(to.doubles()).toEqual([]);
  expect(await db.mailBatch.count()).toBe(0);
});

test("what is in doubt after a day is shown and not sent again", async () => {
  const to = await provider({ faults: () => ({ answer: "destroy" }) });
  const [id] = await wait(["ana@example.org"]);
  for (let hours = 0; hours < 25; hours += 1) {
    await pool.query("UPDATE mail_gate SET next_at = now(), refusals = 0");
    await relay(to, { now: later(hours * HOUR) });
  }
  const asked = to.requests.length;
  expect(asked).toBeGreaterThan(20);
  expect(new Set(to.requests.map(({ key }) => key)).size).toBe(1);
  expect(await row(id)).toMatchObject({
    state: "doubt",
    note: "no answer for a day",
    addressEnc: null,
    renderedEnc: null,
  });
  await relay(to, { now: later(2 * DAY) });
  expect(to.requests).toHaveLength(asked);
  expect((await mailHealth(pool, later(2 * DAY))).states).toEqual({ doubt: 1 });
});

test("what is in doubt at one account waits for its key, which another does not know", async () => {
  const to = await provider();
  to.fail({ takes: true, answer: "destroy" });
  const [id] = await wait(["ana@example.org"]);
  await relay(to);
  await relay(to, { account: "another", now: later(MINUTE) });
  expect(to.requests).toHaveLength(1);
  expect((await row(id)).state).toBe("batched");
  await relay(to, { now: later(3 * MINUTE) });
  expect(reached(to)).toEqual(["ana@example.org"]);
  expect((await row(id)).state).toBe("sent");
});

test("a key that the provider knows with another body leaves the mails in doubt", async () => {
  const to = await provider();
  to.fail({
    answer: {
      status: 409,
      body: { statusCode: 409, name: "invalid_idempotent_request", message: "other body" },
    },
  });
  const [id] = await wait(["ana@example.org"]);
  await relay(to);
  expect((await row(id)).state).toBe("doubt");
});

test("a refused key stops everything and loses nothing; the operator sees the provider's words", async () => {
  const to = await provider();
  await wait(many(150));
  const stop = new AbortController();
  const running = relay(to, { key: "re_wrong", signal: stop.signal });
  await expect.poll(() => mailHealth(pool, NOW).then(({ problem }) => problem)).toContain("invalid_api_key");
  stop.abort();
  await running;
  expect(to.accepted).toEqual([]);
  expect(to.requests.length).toBeLessThan(5);
  await pool.query("UPDATE mail_gate SET next_at = now()");
  await relay(to, { now: later(2 * MINUTE) });
  expect(reached(to)).toHaveLength(150);
  expect(to.doubles()).toEqual([]);
  expect(await mailHealth(pool, NOW)).toMatchObject({
    problem: null,
    openBatches: 0,
    oldestWaiting: null,
    states: { sent: 150 },
  });
});

test("a batch that surely did not leave is checked anew when it has become old", async () => {
  const to = await provider();
  to.fail({
    answer: {
      status: 429,
      body: { statusCode: 429, name: "rate_limit_exceeded", message: "slow" },
      headers: { "retry-after": "60" },
    },
  });
  const [first, second] = await wait(["ana@example.org", "ben@example.org"]);
  await relay(to);
  await suppress(
    pool,
    (await suppressionHashes(pool, keys, "ana@example.org", NOW)).mailbox,
    "never-mail",
    NOW,
  );
  await relay(to, { now: later(2 * MINUTE) });
  expect(reached(to)).toEqual(["ben@example.org"]);
  expect(await row(first)).toMatchObject({ state: "dropped", note: "suppressed", addressEnc: null });
  expect((await row(second)).state).toBe("sent");
});

test("a refusal of a batch that may have been sent before opens no new key", async () => {
  const to = await provider();
  to.fail({ takes: true, answer: "destroy" });
  to.fail({ answer: { status: 422, body: { statusCode: 422, name: "validation_error", message: "no" } } });
  const ids = await wait(many(4));
  await relay(to);
  await relay(to, { now: later(MINUTE) });
  expect((await row(ids[0])).state).toBe("batched");
  await relay(to, { now: later(HOUR) });
  expect(new Set(to.requests.map(({ key }) => key)).size).toBe(1);
  expect(reached(to).sort()).toEqual(many(4));
  expect((await row(ids[0])).state).toBe("sent");
});

test.each([400, 403, 413, 422])("a firewall that answers %i to everything loses nothing", async (status) => {
  const to = await provider();
  to.fail({ answer: { status, text: "<html>no</html>" } }, 3);
  const ids = await wait(many(3));
  for (const minutes of [0, 1, 2, 3]) await relay(to, { now: later(minutes * MINUTE) });
  expect(reached(to).sort()).toEqual(many(3));
  expect((await row(ids[0])).state).toBe("sent");
});

test("a batch that cannot be opened is composed anew where it surely was not sent, and in doubt where it may have been", async () => {
  const to = await provider();
  to.fail({
    answer: { status: 429, body: { statusCode: 429, name: "rate_limit_exceeded", message: "slow" } },
  });
  const [first, second] = await wait(["ana@example.org", "ben@example.org"]);
  await relay(to);
  await pool.query("UPDATE outbox_mail SET rendered_enc = '\\x00' WHERE id = $1", [first]);
  await relay(to, { now: later(10_000) });
  expect(reached(to).sort()).toEqual(["ana@example.org", "ben@example.org"]);
  to.fail({ answer: { status: 500 } });
  const [third] = await wait(["cat@example.org"]);
  await relay(to, { now: later(MINUTE) });
  await pool.query("UPDATE outbox_mail SET rendered_enc = '\\x00' WHERE id = $1", [third]);
  await relay(to, { now: later(2 * MINUTE) });
  expect((await row(second)).state).toBe("sent");
  expect(await row(third)).toMatchObject({ state: "doubt", note: "cannot be repeated" });
});
