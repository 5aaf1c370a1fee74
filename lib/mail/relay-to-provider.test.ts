import { afterAll, beforeEach, expect, test } from "vitest";
import {
  type MailProvider,
  type MailProviderOptions,
  PROVIDER_KEY,
  startMailProvider,
} from "@/lib/testing/mail-provider";
import { makeWaitingMails, type WaitingMail } from "@/lib/testing/outbox-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import type { Composer, Composers } from "./compose";
import { mailHealth } from "./mail-health";
import { providerClient } from "./provider-client";
import { drainToProvider, type ProviderRelayContext } from "./relay-to-provider";
import { suppress, suppressionHashes } from "./suppression";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const FROM = "Vigil <vigil@example.org>";
const started: MailProvider[] = [];
afterAll(() => Promise.all(started.map((provider) => provider.stop())));

beforeEach(async () => {
  await pool.query("TRUNCATE outbox_mail, mail_batch, mail_event, suppression");
  await pool.query("UPDATE mail_gate SET next_at = now(), refusals = 0, problem = NULL");
});

const plain: Composer = async (_, rows) =>
  new Map(
    rows.map(({ id, payload }) => [
      id,
      {
        mail: {
          subject: "Předmět",
          text: `Text ${payload.note ?? ""} @@neverMailUrl@@`,
          html: "<p>Text</p>",
        },
      },
    ]),
  );
const COMPOSERS: Composers = { "confirm-signature": plain, "mailbox-full": plain, "sign-in": plain };

async function provider(options: MailProviderOptions = {}): Promise<MailProvider> {
  const running = await startMailProvider(options);
  started.push(running);
  return running;
}

/** Relays until nothing is due; batches that were put off become due by and by, since only the clock given counts. */
async function relay(
  to: MailProvider,
  given: Partial<ProviderRelayContext> = {},
  clock = () => NOW,
): Promise<void> {
  const client = providerClient({ RESEND_API_KEY: PROVIDER_KEY, RESEND_BASE_URL: to.url });
  const context = {
    pool,
    keys,
    composers: COMPOSERS,
    appUrl: "https://vigil.example.org",
    from: FROM,
    client,
  };
  await drainToProvider({ ...context, rate: 500, clock, ...given }, new AbortController().signal);
}

const wait = (addresses: string[], given: WaitingMail = {}) =>
  makeWaitingMails(db, keys, addresses, NOW, given);
const many = (count: number, name = "person") =>
  Array.from({ length: count }, (_, index) => `${name}${index}@example.org`);
const row = (id = "") => db.outboxMail.findUniqueOrThrow({ where: { id } });
const reached = (to: MailProvider) => to.accepted.map(({ mail }) => [mail.to].flat().join());

test("due mails go out in one request, as they are, and are forgotten except for the provider's id", async () => {
  const to = await provider();
  const [id, signIn] = [
    ...(await wait(["ana@example.org"], { payload: { note: "Ñandú" } })),
    ...(await wait(["me@example.org"], { kind: "sign-in" })),
  ];
  await relay(to);
  expect(to.requests).toMatchObject([{ size: 2, status: 200 }]);
  expect(to.accepted[0]?.mail).toMatchObject({
    from: FROM,
    to: "ana@example.org",
    subject: "Předmět",
    text: expect.stringMatching(/^Text Ñandú https:\/\/vigil\.example\.org\/en\/unsubscribe\/[\w-]{50}$/),
    headers: {
      "List-Unsubscribe": expect.stringMatching(
        /^<https:\/\/vigil\.example\.org\/api\/v1\/unsubscribes\?token=[\w-]{50}>$/,
      ),
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Auto-Submitted": "auto-generated",
    },
  });
  expect(Object.keys(to.accepted[1]?.mail.headers ?? {})).toEqual(["Auto-Submitted"]);
  expect(await row(id)).toMatchObject({
    state: "sent",
    providerId: to.accepted[0]?.id,
    sentAt: NOW,
    attempts: 1,
    addressEnc: null,
    payloadEnc: null,
    renderedEnc: null,
  });
  expect((await row(signIn)).state).toBe("sent");
  expect(await db.mailBatch.count()).toBe(0);
  await relay(to);
  expect(to.requests).toHaveLength(1);
});

test("membership and sealed payloads are committed before the request leaves", async () => {
  let written: unknown;
  const to = await provider({
    faults: () => {
      written = pool.query(
        "SELECT b.id, cardinality(b.members) AS members, b.in_doubt_since, bool_and(m.rendered_enc IS NOT NULL) AS rendered FROM mail_batch b JOIN outbox_mail m ON m.id = ANY (b.members) GROUP BY b.id",
      );
      return undefined;
    },
  });
  await wait(many(3));
  await relay(to);
  expect((await (written as Promise<{ rows: unknown[] }>)).rows).toEqual([
    { id: to.requests[0]?.key, members: 3, in_doubt_since: NOW, rendered: true },
  ]);
});

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
  await relay(to, {}, () => later(MINUTE));
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
  await relay(to, {}, () => later(6_900));
  expect(to.requests).toHaveLength(1);
  await relay(to, {}, () => later(7_000));
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
    await relay(to, {}, () => now);
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
    await relay(to, {}, () => later(hours * HOUR));
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
  await relay(to, {}, () => later(2 * DAY));
  expect(to.requests).toHaveLength(asked);
  expect((await mailHealth(pool, later(2 * DAY))).states).toEqual({ doubt: 1 });
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
  const client = providerClient({ RESEND_API_KEY: "re_wrong", RESEND_BASE_URL: to.url });
  const stop = new AbortController();
  const running = drainToProvider(
    {
      pool,
      keys,
      composers: COMPOSERS,
      appUrl: "https://v.example.org",
      from: FROM,
      client,
      rate: 500,
      clock: () => NOW,
    },
    stop.signal,
  );
  await expect.poll(() => mailHealth(pool, NOW).then(({ problem }) => problem)).toContain("invalid_api_key");
  stop.abort();
  await running;
  expect(to.accepted).toEqual([]);
  expect(to.requests.length).toBeLessThan(5);
  await pool.query("UPDATE mail_gate SET next_at = now()");
  await relay(to, {}, () => later(2 * MINUTE));
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
  await relay(to, {}, () => later(2 * MINUTE));
  expect(reached(to)).toEqual(["ben@example.org"]);
  expect(await row(first)).toMatchObject({ state: "dropped", note: "suppressed", addressEnc: null });
  expect((await row(second)).state).toBe("sent");
});

test("confirmations go before news, also where news wait for their repetition", async () => {
  const to = await provider();
  to.fail({ answer: { status: 500 } });
  await wait(["news@example.org"], { priority: 5 });
  await relay(to);
  await wait(many(250));
  await relay(to, {}, () => later(MINUTE));
  expect(reached(to).at(-1)).toBe("news@example.org");
  expect(reached(to)).toHaveLength(251);
});

test("four workers keep the provider's limit together and send each mail once", async () => {
  const to = await provider({ limit: 20 });
  await wait(many(900));
  const beganAt = Date.now();
  await Promise.all(Array.from({ length: 4 }, () => relay(to, { rate: 20 }, () => new Date())));
  expect(reached(to)).toHaveLength(900);
  expect(to.doubles()).toEqual([]);
  expect(to.requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1);
  expect(Date.now() - beganAt).toBeGreaterThan((to.requests.length - 1) * 45);
});

test("a worker whose connection dies in the middle of a request leaves its batch to another", async () => {
  const to = await provider();
  to.fail({ takes: true, delay: 400 });
  const [id] = await wait(["ana@example.org"]);
  const first = relay(to);
  await expect.poll(() => to.requests.length).toBe(1);
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );
  await relay(to, {}, () => later(MINUTE));
  await first;
  await relay(to, {}, () => later(2 * MINUTE));
  expect(reached(to)).toEqual(["ana@example.org"]);
  expect((await row(id)).state).toBe("sent");
});

test("a stopping worker finishes what is under way and begins nothing new", async () => {
  const to = await provider({ faults: () => ({ delay: 200 }) });
  await wait(many(400));
  const stop = new AbortController();
  const client = providerClient({ RESEND_API_KEY: PROVIDER_KEY, RESEND_BASE_URL: to.url });
  const running = drainToProvider(
    {
      pool,
      keys,
      composers: COMPOSERS,
      appUrl: "https://v.example.org",
      from: FROM,
      client,
      rate: 5,
      clock: () => NOW,
    },
    stop.signal,
  );
  await expect.poll(() => to.requests.length).toBe(1);
  stop.abort();
  await running;
  const { rows } = await pool.query(
    "SELECT state, count(*)::int AS mails FROM outbox_mail GROUP BY state ORDER BY state",
  );
  expect(rows.find(({ state }) => state === "sent")).toEqual({ state: "sent", mails: 100 });
  expect(to.requests).toHaveLength(1);
});
