import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { seePdf } from "@/lib/testing/pdf-images";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { makePacket } from "./make-packet";
import { movePacket, type PacketMove } from "./move-packet";
import { printPacket } from "./print-packet";
import { releaseTargetFigures } from "./release-target-figures";
import { makeLetter, makeOffice } from "./test-letters";
import { withdrawRow } from "./withdraw-letter";

const { db, pool, keys } = await testDatabase();
const now = new Date("2026-03-05T09:00:00Z");
const desk = { pool, keys, actor: "command:letters", now };

async function world() {
  const campaign = await makeCampaign(db);
  const office = await makeOffice({ db }, campaign.id);
  return { campaign: campaign.slug, target: office.key, office, addressee: null };
}

type Wish = { text?: string; country?: string; unchanged?: boolean };

/** A letter that waits to be carried. */
async function waiting(
  { office }: Awaited<ReturnType<typeof world>>,
  { text = "Vážená paní,\n\nproč?", ...given }: Wish = {},
) {
  const letter = await makeLetter({ db, keys }, office, { state: "confirmed", text });
  const data = { channel: "hand-over", leftAt: null, country: "PL", ...given };
  return await db.letter.update({ where: { id: letter.id }, data });
}

const stateOf = async (id: string) => (await db.letter.findUniqueOrThrow({ where: { id } })).state;
const print = (id: string) => printPacket(desk, { id, paper: "a4", appUrl: "https://vigil.example" });

test("letters that wait go into one packet, once, with a cover that counts them", async () => {
  const place = await world();
  await waiting(place, { text: "Szanowna Pani,\n\n저는 씁니다.", unchanged: true });
  await waiting(place, { text: "Madame,\n\nje vous écris." });
  const odd = await waiting(place, { text: "Dear 👩‍👧," });
  const made = await makePacket(desk, { ...place, addressee: "Senátorka Žofia" });
  if (!made.ok) throw new Error(made.reason);
  expect(made.letters).toBe(2);
  const printed = await print(made.id);
  if (!printed.ok) throw new Error(printed.reason);
  expect(printed.leftOut).toEqual({ withdrawn: 0, forgotten: 0, packed: 0, undrawable: 1, waiting: 0 });
  const sheets = await seePdf(printed.pdf);
  expect(sheets).toHaveLength(3);
  const [cover = "", ...letters] = sheets.map(({ text }) => text.replace(/\s+/g, " "));
  for (const words of [
    "Senátorka Žofia",
    "Letters in this packet: 2",
    "1 in own words, 1 with",
    "5 March 2026",
    "Withheld",
  ])
    expect(cover).toContain(words);
  expect(cover).toContain("1 letter with characters that cannot be printed");
  expect(letters.join(" ")).toContain("저는 씁니다");
  expect(letters.join(" ")).toContain("je vous écris");
  expect((await db.letter.findUniqueOrThrow({ where: { id: odd.id } })).packetId).toBeNull();
  expect(await makePacket(desk, place)).toEqual({ ok: false, reason: "nothing-waits" });
});

test("two hands at once make one packet of one letter", async () => {
  const place = await world();
  await waiting(place);
  const made = await Promise.all([makePacket(desk, place), makePacket(desk, place)]);
  expect(made.filter(({ ok }) => ok)).toHaveLength(1);
});

test("countries are told in full twenties, and small ones not at all", async () => {
  const place = await world();
  for (let number = 0; number < 22; number += 1) await waiting(place, { country: "DE" });
  for (let number = 0; number < 3; number += 1) await waiting(place, { country: "LI" });
  const made = await makePacket(desk, place);
  const printed = made.ok ? await print(made.id) : made;
  if (!printed.ok) throw new Error(printed.reason);
  const [cover] = await seePdf(printed.pdf);
  expect(cover?.text).toContain("name 2 countries");
  expect(cover?.text).toContain("Germany: 20 or more");
  expect(cover?.text).not.toContain("Liechtenstein");
});

test("who takes a letter back after packing is not printed again, nor handed over", async () => {
  const place = await world();
  const [stays, leaves] = [await waiting(place), await waiting(place)];
  const made = await makePacket(desk, place);
  if (!made.ok) throw new Error(made.reason);
  const client = await pool.connect();
  await withdrawRow(client, leaves.id, "writer", now);
  client.release();
  const deliver = () => movePacket(desk, { id: made.id, to: "delivered", note: "ve 14 hodin" });
  expect(await deliver()).toEqual({ ok: false, reason: "taken-back", letters: 1 });
  expect(await stateOf(stays.id)).toBe("confirmed");
  const printed = await print(made.id);
  if (!printed.ok) throw new Error(printed.reason);
  expect([printed.letters, printed.leftOut.withdrawn]).toEqual([1, 1]);
  expect(await deliver()).toEqual({ ok: true, letters: 1, takenBack: 1 });
  expect([await stateOf(stays.id), await stateOf(leaves.id)]).toEqual(["delivered", "withdrawn"]);
  const events = await db.letterEvent.findMany({ where: { letterId: stays.id } });
  expect(events.map(({ kind }) => kind).sort()).toEqual(["delivered", "packed", "sent"]);
});

test("a packet's letters are published as handed over, without those that were taken back", async () => {
  const place = await world();
  const letters = [];
  for (let number = 0; number < 21; number += 1) letters.push(await waiting(place));
  const made = await makePacket(desk, place);
  if (!made.ok) throw new Error(made.reason);
  const client = await pool.connect();
  for (const { id } of letters.slice(0, 2)) await withdrawRow(client, id, "writer", now);
  client.release();
  await movePacket(desk, { id: made.id, to: "delivered", note: null, evenSo: true });
  const released = () => releaseTargetFigures(pool, new Date(now.getTime() + 7 * DAY));
  expect(await released()).toMatchObject({ ran: true });
  const published = await db.letterFigure.findMany({ where: { targetId: place.office.id } });
  expect(published).toEqual([]);
  await waiting(place);
  const more = await makePacket(desk, place);
  if (!more.ok) throw new Error(more.reason);
  await movePacket(desk, { id: more.id, to: "delivered", note: null });
  await releaseTargetFigures(pool, new Date(now.getTime() + 14 * DAY));
  const figures = await db.letterFigure.findMany({ where: { targetId: place.office.id } });
  expect(figures.map(({ kind, atLeast }) => [kind, atLeast]).sort()).toEqual([
    ["carried-own", 20],
    ["handed-over", 20],
  ]);
});

test.each([
  [["delivered"], ["delivered"]],
  [["refused"], ["refused"]],
  [["returned"], ["returned"]],
  [
    ["delivered", "returned"],
    ["delivered", "returned"],
  ],
  [["refused", "delivered"], ["refused"]],
  [["delivered", "delivered"], ["delivered"]],
  [["returned", "refused"], ["returned"]],
] as [PacketMove[], PacketMove[]][])("a packet that is %j was %j", async (moves, happened) => {
  const place = await world();
  const letter = await waiting(place);
  const made = await makePacket(desk, place);
  if (!made.ok) throw new Error(made.reason);
  const done: PacketMove[] = [];
  for (const to of moves) if ((await movePacket(desk, { id: made.id, to, note: null })).ok) done.push(to);
  expect(done).toEqual(happened);
  const packet = await db.letterPacket.findUniqueOrThrow({ where: { id: made.id } });
  expect([packet.state, await stateOf(letter.id)]).toEqual([happened.at(-1), happened.at(-1)]);
  const { leftAt } = await db.letter.findUniqueOrThrow({ where: { id: letter.id } });
  expect(leftAt).toEqual(now);
});

test("what there is not is refused, and nobody's words are in the audit", async () => {
  const place = await world();
  const letter = await waiting(place);
  expect(await makePacket(desk, { ...place, target: "nowhere" })).toEqual({
    ok: false,
    reason: "unknown-target",
  });
  expect(await makePacket(desk, { ...place, addressee: "x".repeat(201) })).toMatchObject({
    reason: "long-addressee",
  });
  for (const id of ["1; DROP TABLE letter", randomUUID()]) {
    expect(await print(id)).toEqual({ ok: false, reason: "unknown" });
    expect(await movePacket(desk, { id, to: "delivered", note: null })).toEqual({
      ok: false,
      reason: "unknown",
    });
  }
  const made = await makePacket(desk, place);
  if (!made.ok) throw new Error(made.reason);
  await db.letter.update({ where: { id: letter.id }, data: { bodyEnc: null, nameEnc: null } });
  expect(await print(made.id)).toEqual({ ok: false, reason: "nothing-left" });
  const audited = await db.auditEntry.findMany({ where: { subjectId: made.id } });
  expect(audited.map(({ action, detail }) => [action, detail])).toEqual([["make-packet", { letters: 1 }]]);
});
