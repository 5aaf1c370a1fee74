import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { DAY, MINUTE } from "@/lib/time/durations";
import { applyEvents } from "./apply-events";
import type { EventKind } from "./read-event";
import { receiveEvent } from "./receive-event";
import { purgeEvents, recordEvents } from "./record-event";
import { WRITTEN_PRIORITY } from "./states";
import { suppressionHashes } from "./suppression";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const freshAddress = () => `jana.${randomUUID()}+vigil@example.org`;

/** A mail on its way, known to the provider under an id that is not written down yet. */
async function mailOnItsWay(state = "batched") {
  const providerId = randomUUID();
  const { id } = await db.outboxMail.create({
    data: {
      id: randomUUID(),
      kind: "confirm-signature",
      locale: "en",
      addressHash: new Uint8Array(32),
      state,
      sendAfter: NOW,
      createdAt: NOW,
    },
  });
  return { id, providerId, to: freshAddress() };
}
type Mail = Awaited<ReturnType<typeof mailOnItsWay>>;

/** What the relay does once the provider has answered. */
async function settle({ id, providerId }: Mail, state = "sent") {
  await pool.query("UPDATE outbox_mail SET state = $3, provider_id = $2, sent_at = $4 WHERE id = $1", [
    id,
    providerId,
    state,
    state === "sent" ? NOW : null,
  ]);
  await applyEvents(pool, [providerId], NOW);
}

/** What the webhook's door does. `after`: minutes after NOW at which it happened. */
async function happens(mail: Mail, kind: EventKind, after = 0, id = `msg_${randomUUID()}`) {
  const event = {
    id,
    signedAt: NOW,
    providerId: mail.providerId,
    kind,
    at: later(after * MINUTE),
    to: mail.to,
  };
  const [isNew] = await recordEvents(pool, keys, [event], NOW);
  if (isNew) await applyEvents(pool, [mail.providerId], NOW);
  return isNew;
}

const found = async ({ id }: Mail) => {
  const { state, note } = await db.outboxMail.findUniqueOrThrow({ where: { id } });
  return { state, note };
};
async function suppressionOf({ to }: Mail, which: "exact" | "mailbox" = "exact") {
  const hash = (await suppressionHashes(pool, keys, to, NOW))[which];
  const row = await db.suppression.findUnique({ where: { addressHash: Uint8Array.from(hash) } });
  return row && { reason: row.reason, softBounces: row.softBounces };
}

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

const STORIES: {
  name: string;
  kinds: EventKind[];
  mail: object;
  exact: object | null;
  mailbox?: object | null;
}[] = [
  {
    name: "sent, delayed, delivered, bounced",
    kinds: ["sent", "delayed", "delivered", "bounced"],
    mail: { state: "bounced", note: "hard bounce" },
    exact: { reason: "bounce", softBounces: 0 },
  },
  {
    name: "sent, delivered, softly bounced",
    kinds: ["sent", "delivered", "soft-bounced"],
    mail: { state: "bounced", note: "soft bounce" },
    exact: { reason: null, softBounces: 1 },
  },
  {
    name: "sent, delivered, complained",
    kinds: ["sent", "delivered", "complained"],
    mail: { state: "complained", note: null },
    exact: null,
    mailbox: { reason: "complaint", softBounces: 0 },
  },
  {
    name: "sent, delayed, failed",
    kinds: ["sent", "delayed", "failed"],
    mail: { state: "failed", note: "the provider reports: failed" },
    exact: null,
  },
];

test.each(STORIES)(
  "$name: the same end in every order, and wherever its answer falls",
  async (story) => {
    const at = (kind: EventKind) => story.kinds.indexOf(kind);
    for (const order of permutations(story.kinds)) {
      for (let answered = 0; answered <= order.length; answered += 1) {
        const mail = await mailOnItsWay();
        for (const [index, kind] of order.entries()) {
          if (index === answered) await settle(mail);
          await happens(mail, kind, at(kind));
        }
        if (answered === order.length) await settle(mail);
        const seen = { mail: await found(mail), exact: await suppressionOf(mail) };
        expect(seen, `${order} answered ${answered}`).toEqual({ mail: story.mail, exact: story.exact });
        expect(await suppressionOf(mail, "mailbox")).toEqual(story.mailbox ?? null);
      }
    }
  },
  60_000,
);

test("all at once, doubled, while the answer is written down: each event has one effect", async () => {
  const mails = await Promise.all(Array.from({ length: 20 }, () => mailOnItsWay()));
  const kinds: EventKind[] = ["sent", "delayed", "delivered", "soft-bounced"];
  const acts = mails.flatMap((mail) => [
    () => settle(mail),
    ...kinds.flatMap((kind, index) => {
      const act = () => happens(mail, kind, index, `msg_${mail.providerId}_${kind}`);
      return [act, act];
    }),
  ]);
  const several = mails.map((mail) => mail.providerId);
  const together = () => applyEvents(pool, several.toReversed(), NOW);
  await Promise.all([...acts, together, together].map((act) => act()));
  for (const mail of mails) {
    expect(await found(mail)).toEqual({ state: "bounced", note: "soft bounce" });
    expect(await suppressionOf(mail)).toEqual({ reason: null, softBounces: 1 });
  }
  expect(await db.mailEvent.count({ where: { providerId: { in: several }, appliedAt: null } })).toBe(0);
});

test("three soft bounces end mails to an address, a delivery between begins anew", async () => {
  const to = freshAddress();
  const one = async (kind: EventKind, minutes: number) => {
    const mail = { ...(await mailOnItsWay()), to };
    await settle(mail);
    await happens(mail, kind, minutes);
    return await suppressionOf(mail);
  };
  await one("soft-bounced", 1);
  expect(await one("soft-bounced", 2)).toEqual({ reason: null, softBounces: 2 });
  expect(await one("delivered", 3)).toBeNull();
  await one("soft-bounced", 4);
  expect(await one("delivered", 3.5), "an older delivery that is told late").toEqual({
    reason: null,
    softBounces: 1,
  });
  await one("soft-bounced", 5);
  expect(await one("soft-bounced", 6)).toEqual({ reason: "soft-bounces", softBounces: 3 });
  expect(await one("delivered", 7)).toMatchObject({ reason: "soft-bounces" });
});

test("what failed or was dropped stays so", async () => {
  for (const state of ["failed", "dropped", "waiting"]) {
    const mail = await mailOnItsWay();
    await settle(mail, state);
    await happens(mail, "delivered");
    expect((await found(mail)).state).toBe(state);
  }
});

test("a mail that was refused for what it says has bounced, and counts for its address as one that bounced for now", async () => {
  const mail = await mailOnItsWay();
  await settle(mail);
  await happens(mail, "content-refused", 1);
  expect(await found(mail)).toEqual({ state: "bounced", note: "content refused" });
  expect(await suppressionOf(mail)).toEqual({ reason: null, softBounces: 1 });
  expect(await suppressionOf(mail, "mailbox")).toBeNull();
  for (const minutes of [2, 3]) {
    const next = { ...(await mailOnItsWay()), to: mail.to };
    await settle(next);
    await happens(next, "content-refused", minutes);
    await happens(next, "delivered", minutes - 0.5);
  }
  expect(await suppressionOf(mail)).toEqual({ reason: "soft-bounces", softBounces: 3 });
});

test("words that somebody else wrote may be refused again and again: the address is as good as before", async () => {
  const to = freshAddress();
  for (const minutes of [1, 2, 3]) {
    const mail = { ...(await mailOnItsWay()), to };
    await db.outboxMail.update({ where: { id: mail.id }, data: { priority: WRITTEN_PRIORITY } });
    await settle(mail);
    await happens(mail, "content-refused", minutes);
    expect((await found(mail)).state).toBe("bounced");
    expect(await suppressionOf(mail)).toBeNull();
  }
});

test("the provider's own list counts as a bounce", async () => {
  const mail = await mailOnItsWay();
  await settle(mail);
  await happens(mail, "suppressed");
  expect(await found(mail)).toEqual({ state: "bounced", note: "the provider does not mail this address" });
  expect(await suppressionOf(mail)).toMatchObject({ reason: "bounce" });
  expect(await suppressionOf(mail, "mailbox"), "the mailbox behind another tag").toBeNull();
});

test("events are forgotten after three days", async () => {
  await pool.query("TRUNCATE mail_event");
  await happens(await mailOnItsWay(), "sent");
  expect(await purgeEvents(pool, later(3 * DAY))).toBe(0);
  expect(await purgeEvents(pool, later(3 * DAY + 1))).toBe(1);
});

test("what comes in together is told apart: doubles, repetitions and other messages in one statement", async () => {
  const [mail, other] = [await mailOnItsWay(), await mailOnItsWay()];
  for (const one of [mail, other]) await settle(one);
  const event = (id: string, { providerId, to }: Mail, seconds: number) => {
    const signedAt = later(seconds * 1_000);
    return { id, signedAt, providerId, kind: "soft-bounced" as const, at: NOW, to };
  };
  const [first, second] = [`msg_${randomUUID()}`, `msg_${randomUUID()}`];
  const together = [
    event(second, other, 5),
    event(first, mail, 1),
    event(first, mail, 1),
    event(first, mail, 2),
    event(second, other, 4),
  ];
  const answers = await Promise.all(together.map((one) => receiveEvent(pool, keys, one, NOW)));
  const [newest, double, same, repeated, older] = answers;
  expect([newest, repeated, older]).toEqual([true, true, false]);
  // Two are written at once, so either of the doubles may come first.
  expect([double, same].sort()).toEqual([false, true]);
  expect(await recordEvents(pool, keys, together, NOW)).toEqual(together.map(() => false));
  for (const one of [mail, other]) expect(await suppressionOf(one)).toEqual({ reason: null, softBounces: 1 });
});
