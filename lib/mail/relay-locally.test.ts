import { expect, test } from "vitest";
import { makeWaitingMails, type WaitingMail } from "@/lib/testing/outbox-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { DAY, MINUTE } from "@/lib/time/durations";
import type { Composer, Composers } from "./compose";
import { localOutbox } from "./local-outbox";
import { purgeOutbox } from "./purge-outbox";
import { relayLocally } from "./relay-locally";
import { MAIL_KINDS } from "./states";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);

const plain: Composer = async (_, rows) =>
  new Map(
    rows.map((row) => [
      row.id,
      { mail: { subject: "Předmět", text: `Text ${row.payload.note ?? ""}`, html: "<p>Text</p>" } },
    ]),
  );
const COMPOSERS = Object.fromEntries(MAIL_KINDS.map((kind) => [kind, plain])) as Composers;
const relay = (now = NOW, composers = COMPOSERS) =>
  relayLocally({ pool, keys, composers, appUrl: "https://vigil.example.org", now });

/** A mail waiting for an address. */
async function waiting(to: string, given: WaitingMail = {}): Promise<{ id: string }> {
  const [id = ""] = await makeWaitingMails(db, keys, [to], NOW, given);
  return { id };
}

const stateOf = async (id: string) => (await db.outboxMail.findUniqueOrThrow({ where: { id } })).state;

test("a waiting mail is relayed once, sealed, and can be read in the outbox", async () => {
  const { id } = await waiting("ana@example.org", { payload: { note: "Ñandú" } });
  expect(await relay()).toEqual({ sent: 1, deferred: 0, dropped: 0, failed: 0 });
  expect(await relay(later(MINUTE))).toEqual({ sent: 0, deferred: 0, dropped: 0, failed: 0 });
  const row = await db.outboxMail.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({ state: "sent", sentAt: NOW, attempts: 1, addressEnc: null, payloadEnc: null });
  expect(Buffer.from(row.renderedEnc ?? []).toString("latin1")).not.toContain("ana@");
  const [mail] = await localOutbox(pool, keys, "ANA@example.org");
  expect(mail).toEqual({
    id,
    to: "ana@example.org",
    subject: "Předmět",
    text: "Text Ñandú",
    html: "<p>Text</p>",
    at: NOW.toISOString(),
  });
  expect(await localOutbox(pool, keys, "nobody@example.org")).toEqual([]);
});

test("a second mail to an address waits 15 minutes, also within one pass; a fourth in 14 days is dropped", async () => {
  const to = "often@example.org";
  const mails = [await waiting(to), await waiting(to, { at: later(-1) })];
  expect(await relay()).toMatchObject({ sent: 1, deferred: 1 });
  const held = mails[0]?.id ?? "";
  expect(await db.outboxMail.findUnique({ where: { id: held } })).toMatchObject({
    state: "waiting",
    sendAfter: later(15 * MINUTE),
  });
  expect(await relay(later(14 * MINUTE))).toMatchObject({ sent: 0 });
  expect(await relay(later(15 * MINUTE))).toMatchObject({ sent: 1 });
  const third = await waiting(to, { at: later(DAY) });
  const fourth = await waiting(to, { at: later(2 * DAY) });
  await relay(later(DAY));
  await relay(later(2 * DAY));
  expect(await stateOf(third.id)).toBe("sent");
  expect(await db.outboxMail.findUnique({ where: { id: fourth.id } })).toMatchObject({
    state: "dropped",
    addressEnc: null,
  });
  const fifth = await waiting(to, { at: later(16 * DAY) });
  await relay(later(16 * DAY));
  expect(await stateOf(fifth.id)).toBe("sent");
});

test("sign-in links are not held back by sign-ups that a stranger typed", async () => {
  const to = "organizer@example.org";
  await waiting(to);
  await waiting(to, { kind: "sign-in" });
  expect(await relay()).toMatchObject({ sent: 2 });
});

test("confirmations go before news", async () => {
  const news = await waiting("news@example.org", { priority: 5, at: later(-DAY) });
  for (let index = 0; index < 100; index += 1) await waiting(`first${index}@example.org`);
  expect(await relay()).toMatchObject({ sent: 100 });
  expect(await stateOf(news.id)).toBe("waiting");
  expect(await relay()).toMatchObject({ sent: 1 });
});

test("what is no longer wanted is dropped with the reason and without the address", async () => {
  const { id } = await waiting("gone@example.org");
  const drop: Composer = async (_, rows) =>
    new Map(rows.map((row) => [row.id, { drop: "signature is gone" }]));
  expect(await relay(NOW, { ...COMPOSERS, "confirm-signature": drop })).toMatchObject({ dropped: 1 });
  expect(await db.outboxMail.findUnique({ where: { id } })).toMatchObject({
    state: "dropped",
    note: "signature is gone",
    addressEnc: null,
    sentAt: null,
  });
});

test("a composer that fails leaves everything waiting", async () => {
  const { id } = await waiting("again@example.org");
  const broken: Composer = () => Promise.reject(new Error("database went away"));
  await expect(relay(NOW, { ...COMPOSERS, "confirm-signature": broken })).rejects.toThrow(
    "database went away",
  );
  expect(await stateOf(id)).toBe("waiting");
  expect(await relay()).toMatchObject({ sent: 1 });
});

test("four workers relay 350 mails, each once, and keep the limit per address", async () => {
  for (let index = 0; index < 300; index += 1) await waiting(`many${index}@example.org`);
  for (let index = 0; index < 50; index += 1) await waiting(`many${index}@example.org`);
  const results = [];
  for (let round = 0; round < 3; round += 1)
    results.push(...(await Promise.all([relay(), relay(), relay(), relay()])));
  expect(results.reduce((sum, { sent }) => sum + sent, 0)).toBe(300);
  const { rows } = await pool.query(
    "SELECT max(n)::int AS most FROM (SELECT count(*) AS n FROM outbox_mail WHERE state = 'sent' AND sent_at = $1 GROUP BY address_hash) AS per",
    [NOW],
  );
  expect(rows[0].most).toBeLessThanOrEqual(2);
});

test("rendered mails are forgotten after 14 days, rows when they no longer count for the limit", async () => {
  const { id } = await waiting("old@example.org");
  await relay();
  await purgeOutbox(pool, later(15 * DAY));
  expect(await db.outboxMail.findUnique({ where: { id } })).toMatchObject({
    renderedEnc: null,
    state: "sent",
  });
  await purgeOutbox(pool, later(29 * DAY));
  expect(await db.outboxMail.findUnique({ where: { id } })).toBeNull();
});
