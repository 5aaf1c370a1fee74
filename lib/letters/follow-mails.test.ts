import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { applyEvents } from "@/lib/mail/apply-events";
import { recordEvents } from "@/lib/mail/record-event";
import { forgiveBounces, suppressedAmong, suppressionHashes } from "@/lib/mail/suppression";
import { accountHash, sealAccountAddress } from "@/lib/people/account-fields";
import { later, NOW } from "@/lib/testing/relay-world";
import { makeCampaign } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE, SECOND } from "@/lib/time/durations";
import { eraseLetter } from "./erase-letter";
import { leavingWorld } from "./letters-leave.setup";
import { withdrawLetter } from "./withdraw-letter";

const world = await leavingWorld();
const { db, keys, pool, writers, campaign, dispatch, follow, relay, stateOf, leave, happens } = world;

const pauseOf = async ({ address }: { address: string }) =>
  (await db.officeGate.findUniqueOrThrow({ where: { address } })).pauseNote;

/** An organizer of campaigns. Returns the address. */
async function member(campaigns: string[]): Promise<string> {
  const email = `org-${randomUUID()}@example.org`;
  const create = campaigns.map((campaignId) => ({ campaignId, role: "organizer", createdAt: NOW }));
  const sealed = { emailEnc: sealAccountAddress(keys, email), emailHash: accountHash(keys, email) };
  const account = { id: randomUUID(), createdAt: NOW, ...sealed };
  await db.account.create({ data: { ...account, memberships: { create } } });
  return email;
}

test.each([
  ["bounced", "bounced"],
  ["soft-bounced", "bounced"],
  ["suppressed", "bounced"],
  ["complained", "refused"],
] as const)(
  "an office whose server answers %s is paused, its team is told once, and all other letters wait",
  async (kind, state) => {
    const provider = await world.provider();
    const organizer = await member([campaign.id]);
    const office = await writers.office(campaign, NOW);
    const one = await leave(provider, office, NOW);
    const two = await leave(provider, office, later(SECOND));
    const waiting = await writers.confirmed(campaign, office, later(2 * SECOND));
    await happens(provider, kind, office.address, later(3 * SECOND));
    expect([await stateOf(one.id), await stateOf(two.id)]).toEqual(["sent", state]);
    const gate = await db.officeGate.findUniqueOrThrow({ where: { address: office.address } });
    expect(gate.pausedAt).toEqual(later(3 * SECOND));
    expect(await dispatch(later(HOUR))).toBe(0);
    expect(await stateOf(waiting.id)).toBe("queued");
    await happens(provider, kind, office.address, later(4 * SECOND));
    await relay(provider, later(HOUR));
    const told = provider.accepted.filter(({ mail }) => mail.subject?.startsWith("Letters wait"));
    expect(told.map(({ mail }) => mail.to)).toEqual(expect.arrayContaining([organizer, "owner@example.org"]));
    expect(new Set(told.map(({ mail }) => mail.to)).size).toBe(told.length);
    expect(told[0]?.mail.text).toContain(office.address);
    expect(told[0]?.mail.text).not.toMatch(/babička|Ødegård/);
    await pool.query("DELETE FROM membership");
  },
);

test("the teams of all campaigns that write to the address are told that it is paused, each person once", async () => {
  const provider = await world.provider();
  const other = await makeCampaign(db);
  const office = await writers.office(campaign, NOW);
  await writers.office(other, NOW, { address: office.address });
  const both = await member([campaign.id, other.id]);
  const theirs = await member([other.id]);
  await leave(provider, office, NOW);
  await happens(provider, "bounced", office.address, later(SECOND));
  await relay(provider, later(HOUR));
  const told = provider.accepted.filter(({ mail }) => mail.subject?.startsWith("Letters wait"));
  expect(told.map(({ mail }) => mail.to).sort()).toEqual([both, theirs, "owner@example.org"].sort());
  await pool.query("DELETE FROM membership");
});

test("delivered, then sent back after all: the last word counts, and later ones that weigh less change nothing", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const { id } = await leave(provider, office, NOW);
  await happens(provider, "delivered", office.address, later(SECOND));
  expect(await stateOf(id)).toBe("delivered");
  await happens(provider, "bounced", office.address, later(2 * SECOND));
  expect(await stateOf(id)).toBe("bounced");
  await happens(provider, "delivered", office.address, later(3 * SECOND));
  expect(await stateOf(id)).toBe("bounced");
});

test("to an address that gets no mail from here nothing leaves: the letter waits, and goes after somebody looked", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  await leave(provider, office, NOW);
  await happens(provider, "bounced", office.address, later(SECOND));
  await pool.query("UPDATE office_gate SET paused_at = NULL, pause_note = NULL");
  const { id } = await leave(provider, office, later(MINUTE));
  expect(await stateOf(id)).toBe("queued");
  const gate = await db.officeGate.findUniqueOrThrow({ where: { address: office.address } });
  expect(gate.pauseNote).toBe("suppressed");
  await pool.query("UPDATE office_gate SET paused_at = NULL, pause_note = NULL");
  await forgiveBounces(pool, keys, office.address, NOW);
  await dispatch(later(HOUR));
  await relay(provider, later(HOUR));
  await follow(later(HOUR));
  expect(await stateOf(id)).toBe("sent");
});

test("a letter that left in the second before its office was paused waits with the others, and the bounce is told", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  await leave(provider, office, NOW);
  const { id } = await writers.confirmed(campaign, office, NOW);
  const providerId = provider.accepted.at(-1)?.id ?? "";
  const event = {
    id: "msg_late",
    signedAt: NOW,
    providerId,
    kind: "bounced",
    at: NOW,
    to: office.address,
  } as const;
  await recordEvents(pool, keys, [event], NOW);
  await applyEvents(pool, [providerId], NOW);
  await dispatch(later(SECOND));
  await relay(provider, later(SECOND));
  await follow(later(2 * SECOND));
  const gate = await db.officeGate.findUniqueOrThrow({ where: { address: office.address } });
  expect([await stateOf(id), gate.pauseNote]).toEqual(["queued", "bounced"]);
});

test("what the provider does not take has not left: the letter is held, and its office paused with a second writer's", async () => {
  const provider = await world.provider({
    refuses: ({ subject }) => (subject?.startsWith("Letters") ? undefined : "Invalid `to` field."),
  });
  const office = await writers.office(campaign, NOW);
  const one = await leave(provider, office, NOW);
  expect([await stateOf(one.id), await pauseOf(office)]).toEqual(["held for failed", null]);
  const two = await leave(provider, office, later(MINUTE));
  expect([await stateOf(two.id), await pauseOf(office)]).toEqual(["held for failed", "failed"]);
});

test("a letter that is refused for what it says stops no other; a second writer's does, and the address stays good", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const email = `troll-${randomUUID()}@example.org`;
  const refused = async (now: Date, sent: Record<string, string>) => {
    const { id } = await leave(provider, office, now, sent);
    await happens(provider, "content-refused", office.address, now);
    return await stateOf(id);
  };
  expect([await refused(NOW, { email }), await pauseOf(office)]).toEqual(["bounced", null]);
  // Fifteen days later the same person may write again, and another one's was long ago.
  const afterwards = later(15 * DAY);
  expect([await refused(afterwards, { email }), await pauseOf(office)]).toEqual(["bounced", null]);
  expect([await refused(later(15 * DAY + HOUR), {}), await pauseOf(office)]).toEqual(["bounced", "content"]);
  const { exact, mailbox } = await suppressionHashes(pool, keys, office.address, NOW);
  expect(await suppressedAmong(pool, [exact, mailbox], NOW)).toEqual(new Set());
});

test("a letter that may have left is taken for one that did, and never sent again", async () => {
  const office = await writers.office(campaign, NOW);
  const { id } = await writers.confirmed(campaign, office, NOW);
  await dispatch(NOW);
  await pool.query(
    "UPDATE outbox_mail SET state = 'doubt', note = 'no answer for a day', sent_at = $1 WHERE kind = 'letter'",
    [NOW],
  );
  await follow(later(MINUTE));
  expect(await stateOf(id)).toBe("sent");
  expect(
    (await db.letterEvent.findMany({ where: { letterId: id, kind: "sent" } })).map(({ note }) => note),
  ).toEqual(["doubt"]);
  expect(await dispatch(later(HOUR))).toBe(0);
});

test("a letter comes back while its mail waits; once a request holds it, it is too late, and erasing waits till it is sent", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const { id, token } = await writers.confirmed(campaign, office, NOW);
  await dispatch(NOW);
  const context = { pool, keys, now: NOW };
  await pool.query("UPDATE outbox_mail SET state = 'batched' WHERE kind = 'letter'");
  expect(await withdrawLetter(context, token)).toMatchObject({ ok: false, reason: "leaving" });
  expect(await eraseLetter(context, token)).toMatchObject({ ok: false, reason: "leaving" });
  await pool.query("UPDATE outbox_mail SET state = 'waiting' WHERE kind = 'letter'");
  expect(await withdrawLetter(context, token)).toMatchObject({ ok: true });
  await relay(provider, NOW);
  expect([provider.accepted.length, await stateOf(id)]).toEqual([0, "withdrawn"]);
  const gone = await leave(provider, office, later(MINUTE));
  expect(await withdrawLetter(context, gone.token)).toMatchObject({ ok: false, reason: "left" });
  expect(await eraseLetter(context, gone.token)).toMatchObject({ ok: true });
  const row = await db.letter.findUniqueOrThrow({ where: { id: gone.id } });
  expect(row).toMatchObject({ state: "sent", bodyEnc: null, emailHash: null, replyTagHash: null });
  await follow(later(HOUR));
});
