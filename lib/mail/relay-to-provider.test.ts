import { expect, onTestFinished, test, vi } from "vitest";
import { log } from "@/lib/logging/log";
import { providerClient } from "@/lib/mail/provider-client";
import { PROVIDER_KEY, SENDER } from "@/lib/testing/mail-provider";
import { later, many, NOW, reached, relayWorld } from "@/lib/testing/relay-world";
import { MINUTE } from "@/lib/time/durations";

const { pool, provider, relay, row, wait, db } = await relayWorld();

test("due mails go out in one request, as they are, and are forgotten except for the provider's id", async () => {
  const to = await provider();
  const [id, signIn] = [
    ...(await wait(["ana@example.org"], { payload: { note: "Ñandú" } })),
    ...(await wait(["me@example.org"], { kind: "sign-in" })),
  ];
  await relay(to);
  expect(to.requests).toMatchObject([{ size: 2, status: 200 }]);
  const [ana, me] = ["ana", "me"].map((name) =>
    to.accepted.find(({ mail }) => mail.to === `${name}@example.org`),
  );
  expect(ana?.mail).toMatchObject({
    from: SENDER,
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
  expect(Object.keys(me?.mail.headers ?? {})).toEqual(["Auto-Submitted"]);
  expect(await row(id)).toMatchObject({
    state: "sent",
    providerId: ana?.id,
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
      return { delay: 500 }; // the answer comes only when this has been read
    },
  });
  await wait(many(3));
  await relay(to);
  expect((await (written as Promise<{ rows: unknown[] }>)).rows).toEqual([
    { id: to.requests[0]?.key, members: 3, in_doubt_since: NOW, rendered: true },
  ]);
});

test("confirmations go before news, also where news wait for their repetition", async () => {
  const to = await provider();
  to.fail({ answer: { status: 500 } });
  await wait(["news@example.org"], { priority: 5 });
  await relay(to);
  await wait(many(250));
  await relay(to, { now: later(MINUTE) });
  expect(reached(to).at(-1)).toBe("news@example.org");
  expect(reached(to)).toHaveLength(251);
});

test("four workers keep the pace together and send each mail once", async () => {
  const to = await provider();
  await wait(many(1_100));
  await Promise.all(Array.from({ length: 4 }, () => relay(to, { rate: 5, clock: () => new Date() })));
  expect(reached(to)).toHaveLength(1_100);
  expect(to.doubles()).toEqual([]);
  const [first = 0, ...others] = to.requests.map(({ at }) => at);
  expect(others).toHaveLength(10);
  // Two seconds for ten more, less what a busy machine may have delayed the first.
  expect((others.at(-1) ?? 0) - first).toBeGreaterThan(1_700);
});

test("a late departure that cannot be noted leaves the batch settled, and its mail is sent once", async () => {
  await pool.query("UPDATE mail_gate SET turns = '{}'");
  // A turn can be taken, which is one more; moving those that are there fails.
  await pool.query(
    `CREATE FUNCTION refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space left'; END $$`,
  );
  await pool.query(`CREATE TRIGGER refuse_move BEFORE UPDATE ON mail_gate FOR EACH ROW
    WHEN (cardinality(NEW.turns) = cardinality(OLD.turns) AND NEW.turns <> OLD.turns) EXECUTE FUNCTION refuse_move()`);
  onTestFinished(async () => {
    await pool.query("DROP FUNCTION refuse_move CASCADE");
  });
  const warnings = vi.spyOn(log(), "warn");
  const to = await provider({ faults: () => ({ delay: 200 }) });
  const [id] = await wait(["ana@example.org"]);
  await relay(to, { client: lateBy(40, to.url) });
  expect(warnings.mock.calls.map(([, text]) => text)).toEqual(["a late departure could not be noted"]);
  expect((await row(id)).state).toBe("sent");
  expect(await db.mailBatch.count()).toBe(0);
  await relay(to, { now: later(MINUTE) });
  expect(reached(to)).toEqual(["ana@example.org"]);
  expect(to.requests).toHaveLength(1);
});

/** A client whose process is busy for so many milliseconds before each request, as one is that loads its code first. */
function lateBy(milliseconds: number, url: string) {
  const client = providerClient({ RESEND_API_KEY: PROVIDER_KEY, RESEND_BASE_URL: url });
  const send = client.batch.send.bind(client.batch);
  client.batch.send = (...given) => {
    const until = performance.now() + milliseconds;
    while (performance.now() < until);
    return send(...given);
  };
  return client;
}

test("a worker whose connection dies in the middle of a request leaves its batch to another", async () => {
  const to = await provider();
  to.fail({ takes: true, delay: 400 });
  const [id] = await wait(["ana@example.org"]);
  const first = relay(to);
  await expect.poll(() => to.requests.length).toBe(1);
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );
  await relay(to, { now: later(MINUTE) });
  await first;
  await relay(to, { now: later(2 * MINUTE) });
  expect(reached(to)).toEqual(["ana@example.org"]);
  expect((await row(id)).state).toBe("sent");
});

test("a stopping worker finishes what is under way and begins nothing new", async () => {
  const stop = new AbortController();
  const stopOnceAsked = () => {
    stop.abort();
    return { delay: 200 };
  };
  const to = await provider({ faults: stopOnceAsked });
  await wait(many(400));
  await relay(to, { rate: 5, signal: stop.signal });
  const { rows } = await pool.query(
    "SELECT state, count(*)::int AS mails FROM outbox_mail GROUP BY state ORDER BY state",
  );
  expect(rows.find(({ state }) => state === "sent")).toEqual({ state: "sent", mails: 100 });
  expect(to.requests).toHaveLength(1);
});
