import { expect, test } from "vitest";
import { issueToken } from "@/lib/crypto/token";
import { changeDisplay } from "@/lib/signatures/change-display";
import { confirmSignature } from "@/lib/signatures/confirm-signature";
import { countSignatures } from "@/lib/signatures/count-signatures";
import { eraseSignature } from "@/lib/signatures/erase-signature";
import { finishWithdrawals } from "@/lib/signatures/finish-withdrawals";
import { listSigners } from "@/lib/signatures/list-signers";
import { issueManageToken, type OwnContext, type Proof } from "@/lib/signatures/own-signature";
import { releaseFigures } from "@/lib/signatures/release-figures";
import { undoWithdrawal } from "@/lib/signatures/undo-withdrawal";
import { withdrawSignature } from "@/lib/signatures/withdraw-signature";
import { randomFrom } from "@/lib/testing/random";
import { makePending } from "@/lib/testing/signature-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { pollFigures } from "./poll-figures";

const { db, keys, pool } = await testDatabase();

const START = new Date("2026-03-02T00:00:00Z");
const at = (span: number) => new Date(START.getTime() + span);
type Petition = Awaited<ReturnType<typeof makePetition>>;
type Act = (context: OwnContext, proof: Proof) => Promise<{ ok: boolean }>;
type Person = {
  confirmed: number;
  country: string | null;
  display: string;
  name?: string;
  /** "Forget me": the entry's random moment, the same in all worlds, as a reader knows no more of the one than of the other. */
  entry?: number;
  /** What they do later, and when. */
  acts?: [when: number, act: Act][];
};

/** Signed up and asked by mail. Returns the id. */
const signUp = (petition: Petition, { name = "Někdo Jiný", confirmed, entry, ...wish }: Person) =>
  makePending(db, keys, petition, name, at(confirmed - HOUR), {
    ...{ display: wish.display, country: wish.country, forgetMe: entry !== undefined },
    expiresAt: at(confirmed + DAY),
  });

/** Confirms by the real command; then the draw of "forget me" is made what the world says. */
async function confirm(petition: Petition, id: string, { confirmed, entry }: Person): Promise<void> {
  const now = at(confirmed);
  const done = await confirmSignature(
    { pool, keys, now },
    issueToken(keys, "confirm-signature", id, at(60 * DAY)),
  );
  expect(done.ok).toBe(true);
  if (entry === undefined) return;
  await db.countEntry.updateMany({
    where: { petitionId: petition.id, kind: "confirm", dueAt: { gt: now } },
    data: { dueAt: at(entry) },
  });
  await db.signature.update({ where: { id }, data: { countedAt: at(Math.floor(entry / HOUR) * HOUR) } });
}

/**
 * Thirty days of a site: people act when their world says, entries are counted when they are due, the jobs run after
 * midnight. An answer is a function of rows, and rows change only at an act, at a counting pass that finds an entry due, or in a
 * job; so reading after each of these reads all that a poller of each second reads, and where nothing happened between two
 * polls they are equal. All worlds are read at the moments of all worlds, so a moment itself tells nothing.
 */
async function thirtyDays(worlds: Person[][]): Promise<string[][]> {
  const petitions = await Promise.all(worlds.map(() => makePetition(db, keys)));
  const answers: string[][] = worlds.map(() => []);
  const tags = worlds.map(() => new Map<string, number>());
  const deeds: [when: number, deed: () => Promise<void>][] = [];
  for (const [index, world] of worlds.entries()) {
    const petition = petitions[index];
    if (!petition) throw new Error("a world without a petition");
    for (const person of world) {
      const id = await signUp(petition, person);
      deeds.push([person.confirmed, () => confirm(petition, id, person)]);
      if (person.entry) deeds.push([person.entry, async () => undefined]);
      for (const [when, act] of person.acts ?? [])
        deeds.push([
          when,
          async () => {
            const now = at(when);
            const done = await act({ pool, keys, now }, { token: issueManageToken(keys, id, now) });
            expect(done.ok).toBe(true);
          },
        ]);
    }
  }
  for (let day = 1; day <= 30; day += 1)
    deeds.push([
      day * DAY + 20 * MINUTE,
      async () => {
        const now = at(day * DAY + 20 * MINUTE);
        await countSignatures(pool, now);
        await finishWithdrawals(pool, keys, now);
        await listSigners(pool, keys, now);
        await releaseFigures(pool, now);
      },
    ]);
  const moments = [...new Set(deeds.map(([when]) => when))].sort((a, b) => a - b);
  for (const moment of moments) {
    for (const [when, deed] of deeds) if (when === moment) await deed();
    await countSignatures(pool, at(moment));
    const read = await Promise.all(
      petitions.map((petition, index) =>
        pollFigures(pool, petition.slug, at(moment), tags[index] ?? new Map()),
      ),
    );
    for (const [index, answer] of read.entries()) answers[index]?.push(answer);
  }
  return answers;
}

/** Where two rows of answers part: both answers, from there on where they differ. */
function firstDifference(ours: string[] = [], theirs: string[] = []): [string, string] | null {
  const index = ours.findIndex((answer, place) => answer !== theirs[place]);
  if (index === -1 && ours.length === theirs.length) return null;
  const [a, b] = [ours[index] ?? "", theirs[index] ?? ""];
  const from = [...a].findIndex((character, place) => character !== b[place]);
  return [a.slice(Math.max(0, from - 60), from + 80), b.slice(Math.max(0, from - 60), from + 80)];
}

/** People over four weeks in bursts, from four countries or none; some shown; some withdraw, undo it, erase or change display. */
function others(random: () => number, size: number): Person[] {
  return Array.from({ length: size }, (_, index) => {
    const confirmed = Math.floor(random() * 27) * DAY + 10 * HOUR + 20 * MINUTE;
    const country = ["KR", "KR", "KR", "JP", "DE", "FJ", null][Math.floor(random() * 7)] ?? null;
    const shown = country !== null && random() < 0.15;
    return {
      confirmed,
      country,
      display: shown ? "public" : "counted",
      name: shown ? `Osoba ${index} Ž` : undefined,
      acts: country === "KR" ? acts(index, confirmed) : [],
    };
  });
}

function acts(index: number, confirmed: number): [number, Act][] {
  const soon = confirmed + DAY + HOUR;
  const ways: [number, Act][][] = [
    [[soon, withdrawSignature]],
    [
      [soon, withdrawSignature],
      [soon + 30 * MINUTE, undoWithdrawal],
    ],
    [[soon, (context, proof) => eraseSignature(context, proof, { withdraw: index % 2 === 0 })]],
    [
      [soon, (context, proof) => changeDisplay(context, proof, "initials")],
      [soon + DAY, (context, proof) => changeDisplay(context, proof, "counted")],
    ],
  ];
  return ways[index % 16] ?? [];
}

/** The same people, but the first "counted only" one from a country is from another. */
function exchanged(crowd: Person[], from: string, to: string): Person[] {
  const first = crowd.findIndex(({ country, display }) => country === from && display === "counted");
  return crowd.map((person, index) => (index === first ? { ...person, country: to } : person));
}

test("thirty days of polling do not tell which of two people signed, nor when one to be forgotten did", async () => {
  const crowd = others(randomFrom(7), 110);
  const entry = 9 * DAY + 14 * HOUR + 31 * MINUTE;
  const person = { confirmed: entry, display: "counted" };
  const forgotten = { entry, display: "counted", country: "FJ" };
  const [fiji, nowhere, early, late, japan, another] = await thirtyDays([
    [...crowd, { ...person, country: "FJ" }],
    [...crowd, { ...person, country: null }],
    [...crowd, { ...forgotten, confirmed: entry - 23 * HOUR }],
    [...crowd, { ...forgotten, confirmed: entry - HOUR }],
    [...crowd, { ...person, country: "JP" }],
    [...exchanged(crowd, "FJ", "JP"), { ...person, country: "FJ" }],
  ]);
  expect(fiji?.at(-1)).toMatch(/"withdrawn":[1-9]/);
  expect(fiji?.at(-1)).toMatch(/"country":"KR","atLeast":[246]0/);
  expect(fiji?.at(-1)).toContain("Osoba");
  expect(new Set(fiji).size).toBeGreaterThan(50);
  for (const world of [nowhere, early, late]) expect(firstDifference(fiji, world)).toBeNull();
  // With the person from Japan a twentieth is full and shows. The very same shows where somebody else was the one.
  expect(firstDifference(fiji, japan)?.[1]).toContain('"country":"JP","atLeast":20');
  expect(firstDifference(japan, another)).toBeNull();
}, 300_000);

test("a shown person is told of only with the day's batch, wherever in the day they confirmed", async () => {
  const crowd = others(randomFrom(8), 30);
  const day = 5 * DAY;
  const shown = { country: "KR", display: "public", name: "Łucja Ødegård" };
  const counted = { country: null, display: "counted" };
  const [morning, evening] = [day + 6 * HOUR, day + 20 * HOUR];
  const worlds = await thirtyDays([
    [...crowd, { ...shown, confirmed: morning }, { ...counted, confirmed: evening }],
    [...crowd, { ...counted, confirmed: morning }, { ...shown, confirmed: evening }],
  ]);
  expect(worlds[0]?.at(-1)).toContain("Łucja");
  expect(firstDifference(worlds[0], worlds[1])).toBeNull();
}, 300_000);
