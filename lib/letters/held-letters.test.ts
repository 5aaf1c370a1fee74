import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { later, NOW } from "@/lib/testing/relay-world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { confirmLetter } from "./confirm-letter";
import { leavingWorld } from "./letters-leave.setup";
import { makePacket } from "./make-packet";
import { findOwnLetter } from "./own-letter";
import { readForDesk } from "./read-for-desk";
import { releaseLetter } from "./release-letter";
import { letterFields } from "./test-writers";

const world = await leavingWorld();
const { db, keys, pool, writers, campaign, dispatch, relay, stateOf } = world;
const seoul = await writers.office(campaign, NOW);
const context = (now = NOW) => ({ pool, keys, now });
const desk = (now = NOW) => ({ pool, keys, now, actor: "command:letters" });
const said = (own: string) => ({ text: `Vážená paní,\n\n${own}\n\nŁucja`, claims: "" });
const heldFor = async (sent: Record<string, string>, office = seoul) =>
  await stateOf((await writers.confirmed(campaign, office, NOW, sent)).id);

beforeEach(async () => {
  await pool.query("TRUNCATE claim_revision");
});

/** A claim of the template says something else from now on. */
async function correct(key: string, at: Date, substantial = true) {
  const { id: claimId } = await db.claim.findFirstOrThrow({ where: { campaignId: campaign.id, key } });
  const before = { id: key, statement: "Věta." };
  const revision = { before, statement: "Jiná věta.", changed: ["statement"], substantial };
  const said = { actor: "command:import", reason: "Překlep 오타" };
  await db.claimRevision.create({ data: { id: randomUUID(), claimId, at, ...said, ...revision } });
}

test("one text handed round is held from the fourth mailbox on, for a person to look at", async () => {
  const own =
    "My neighbour was sent back in the autumn of 2023 and her children have not heard of her since that night.";
  const text = (n: number) => said(own.replace("autumn", n === 4 ? "winter" : "autumn"));
  const states: string[] = [];
  for (let n = 0; n < 5; n += 1) states.push(await heldFor(text(n)));
  expect(states).toEqual(["queued", "queued", "queued", "held for alike", "held for alike"]);
  expect((await writers.confirmed(campaign, seoul, later(8 * DAY), text(0))).state).toBe("queued");
});

test("threats, abuse and links are held, and never refused, wherever they stand", async () => {
  expect(await heldFor(said("We will find you."))).toBe("held for threat");
  expect(await heldFor(said("You scum."))).toBe("held for abuse");
  expect(await heldFor(said("Read evil.example/now"))).toBe("held for link");
  expect(await heldFor({ subject: "We will bomb the embassy" })).toBe("held for threat");
  expect(await heldFor({ subject: "Win at www.evil.example" })).toBe("held for link");
  const name = "We know where you live";
  expect(await heldFor({ name })).toBe("held for threat");
  expect(
    await heldFor({ name, text: `Vážená paní, vážený pane,\n\n${name}\n\nS úctou\n${name}`, claims: "" }),
  ).toBe("held for threat");
  expect(await heldFor({})).toBe("queued");
});

test("a letter to be carried is held as one that is mailed; let go it waits for its packet", async () => {
  const { id, token } = await writers.confirmed(campaign, seoul, NOW, {
    ...said("You scum."),
    channel: "hand-over",
  });
  const packet = { campaign: campaign.slug, target: seoul.key, addressee: null };
  expect(await stateOf(id)).toBe("held for abuse");
  expect(await makePacket(desk(), packet)).toEqual({ ok: false, reason: "nothing-waits" });
  expect(await releaseLetter(desk(), id)).toEqual({ ok: true });
  expect(await stateOf(id)).toBe("confirmed");
  const found = await findOwnLetter(context(), token);
  const events = found.status === "there" ? found.letter.events : [];
  expect(events.filter(({ kind }) => kind === "confirmed")).toHaveLength(1);
  expect(await makePacket(desk(), packet)).toMatchObject({ ok: true, letters: 1 });
});

test("a letter whose office's address is no longer checked when its yes comes waits in its queue", async () => {
  const office = await writers.office(campaign, later(-89 * DAY));
  await writers.write(letterFields(campaign, office), NOW);
  const { id, token } = await writers.draftOf(NOW);
  expect(await confirmLetter(context(later(47 * HOUR)), token)).toMatchObject({ ok: true, state: "queued" });
  expect((await db.letter.findUniqueOrThrow({ where: { id } })).office).toBe(office.address);
  expect(await dispatch(later(47 * HOUR))).toBe(0);
  expect(await stateOf(id)).toBe("queued");
});

test("what a letter cites is corrected before its yes: it is held, and its page says so", async () => {
  await writers.write(letterFields(campaign, seoul), NOW);
  const { id, token } = await writers.draftOf(NOW);
  await correct("jiste", later(MINUTE), false);
  await correct("sporne", later(MINUTE));
  const ownLetter = async () => {
    const found = await findOwnLetter(context(later(HOUR)), token);
    return found.status === "there" ? found.letter : null;
  };
  expect((await ownLetter())?.corrections).toEqual([]);
  await correct("jiste", later(2 * MINUTE));
  expect((await ownLetter())?.corrections).toMatchObject([
    { claim: "jiste", at: later(2 * MINUTE), reason: "Překlep 오타" },
  ]);
  await confirmLetter(context(later(HOUR)), token);
  expect(await stateOf(id)).toBe("held for corrected");
  expect((await ownLetter())?.corrections).toHaveLength(1);
  const shown = await readForDesk({ ...desk(later(HOUR)), keys }, id);
  expect(shown?.corrections).toMatchObject([{ claim: "jiste", reason: "Překlep 오타" }]);
});

test("… or while it waits: it does not leave before somebody has looked; what is corrected after that holds it again", async () => {
  const provider = await world.provider();
  const office = await writers.office(campaign, NOW);
  const at = (minutes: number) => later(DAY + minutes * MINUTE);
  const turn = async (now: Date) => {
    await pool.query("UPDATE office_gate SET next_at = $1", [now]);
    await dispatch(now);
    await relay(provider, now);
  };
  const { id } = await writers.confirmed(campaign, office, at(0));
  await correct("jiste", at(1));
  await turn(at(2));
  expect(await stateOf(id)).toBe("held for corrected");
  expect(await releaseLetter(desk(at(3)), id)).toEqual({ ok: true });
  await correct("jiste", at(4));
  await turn(at(5));
  expect(await stateOf(id)).toBe("held for corrected");
  expect(provider.accepted).toEqual([]);
  expect(await releaseLetter(desk(at(6)), id)).toEqual({ ok: true });
  await turn(at(7));
  expect(provider.accepted).toHaveLength(1);
});

test("… or while it waits to be carried: it comes into no packet before somebody has looked", async () => {
  const written = later(2 * DAY);
  const { id } = await writers.confirmed(campaign, seoul, written, { channel: "hand-over" });
  await correct("jiste", later(2 * DAY + MINUTE));
  const packet = { campaign: campaign.slug, target: seoul.key, addressee: null };
  const now = later(2 * DAY + HOUR);
  expect(await makePacket(desk(now), packet)).toEqual({ ok: false, reason: "nothing-waits" });
  expect(await stateOf(id)).toBe("held for corrected");
  expect(await releaseLetter(desk(now), id)).toEqual({ ok: true });
  expect(await makePacket(desk(now), packet)).toMatchObject({ ok: true, letters: 1 });
});
