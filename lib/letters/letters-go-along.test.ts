import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { later, NOW } from "@/lib/testing/relay-world";
import { DAY, HOUR, MINUTE, SECOND } from "@/lib/time/durations";
import { checkTarget } from "./check-target";
import { confirmLetter } from "./confirm-letter";
import { leavingWorld } from "./letters-leave.setup";
import { letterFields } from "./test-writers";

const world = await leavingWorld();
const { db, keys, pool, writers, campaign, dispatch, relay, follow, stateOf, leave, happens } = world;
const sourceUrl = "https://urad.example/";

/** Somebody finds an address on the office's site; null: that none is there. */
const look = (office: { key: string }, now: Date, email: string | null) =>
  checkTarget(
    { db, actor: "command:test", now },
    { campaign: campaign.slug, target: office.key, email, sourceUrl, note: null, anyway: true },
  );

test("a letter comes back, a new address is checked, and the letters that wait go there", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  await leave(provider, office, NOW);
  const waiting = await writers.confirmed(campaign, office, later(SECOND));
  await happens(provider, "bounced", office.address, later(2 * SECOND));
  expect(await dispatch(later(MINUTE))).toBe(0);
  const email = `nova-${randomUUID()}@urad.example`;
  expect(await look(office, later(MINUTE), email)).toMatchObject({ ok: true, paused: false, letters: 1 });
  expect(await dispatch(later(2 * MINUTE))).toBe(1);
  await relay(provider, later(2 * MINUTE));
  await follow(later(2 * MINUTE));
  expect(await stateOf(waiting.id)).toBe("sent");
  expect(provider.accepted.at(-1)?.mail.to).toBe(email);
});

test("a letter that was taken back from the outbox waits where the office is by now", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const { id } = await writers.confirmed(campaign, office, NOW);
  await dispatch(later(SECOND));
  const email = `nova-${randomUUID()}@urad.example`;
  expect(await look(office, later(2 * SECOND), email)).toMatchObject({ letters: 0 });
  await pool.query("UPDATE office_gate SET paused_at = $1, pause_note = 'bounced' WHERE address = $2", [
    ...[NOW, office.address],
  ]);
  await relay(provider, later(3 * SECOND));
  expect(await db.letter.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "queued",
    office: email,
  });
});

test("letters that wait for want of an address go once there is one; what was held for another reason stays", async () => {
  const provider = await world.provider({
    refuses: ({ subject }) => (subject?.startsWith("Letters") ? undefined : "Invalid `to` field."),
  });
  const office = await writers.office(campaign, NOW);
  const failed = await leave(provider, office, NOW);
  expect(await stateOf(failed.id)).toBe("held for failed");
  const held = await writers.confirmed(campaign, office, NOW, { text: "You scum.", claims: "" });
  await writers.write(letterFields(campaign, office), NOW);
  const waiting = await writers.draftOf(NOW);
  await look(office, later(SECOND), null);
  await confirmLetter({ pool, keys, now: later(2 * SECOND) }, waiting.token);
  expect(await stateOf(waiting.id)).toBe("queued");
  expect(await dispatch(later(HOUR))).toBe(0);
  const email = `nova-${randomUUID()}@urad.example`;
  expect(await look(office, later(DAY), email)).toMatchObject({ letters: 1 });
  expect(await dispatch(later(DAY))).toBe(1);
  expect([await stateOf(waiting.id), await stateOf(held.id), await stateOf(failed.id)]).toEqual([
    ...["leaving", "held for abuse", "held for failed"],
  ]);
});

test("a check stands only together with the letters that it takes along", async () => {
  const office = await writers.office(campaign, NOW);
  const { id } = await writers.confirmed(campaign, office, NOW);
  const email = `nova-${randomUUID()}@urad.example`;
  const client = await pool.connect();
  await client.query("BEGIN");
  await client.query("SELECT FROM letter WHERE id = $1 FOR UPDATE", [id]);
  const looking = look(office, later(SECOND), email);
  await new Promise((resolve) => setTimeout(resolve, SECOND));
  expect(await db.targetCheck.count({ where: { targetId: office.id, email } })).toBe(0);
  await client.query("ROLLBACK");
  client.release();
  expect(await looking).toMatchObject({ ok: true, letters: 1 });
  expect((await db.letter.findUniqueOrThrow({ where: { id } })).office).toBe(email);
});

test("a letter that is confirmed while an address is checked is never left in the queue of the former one", async () => {
  for (let round = 0; round < 10; round += 1) {
    const now = later(round * DAY * 20);
    const office = await writers.office(campaign, now);
    await writers.write(letterFields(campaign, office), now);
    const { id, token } = await writers.draftOf(now);
    const email = `nova-${randomUUID()}@urad.example`;
    await Promise.all([
      confirmLetter({ pool, keys, now }, token),
      look(office, later(round * DAY * 20 + 1), email),
    ]);
    expect(await db.letter.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: "queued",
      office: email,
    });
  }
});
