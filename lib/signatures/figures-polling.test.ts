import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { seal } from "@/lib/crypto/seal";
import { petitionCount } from "@/lib/petitions/queries";
import { randomFrom } from "@/lib/testing/random";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { countSignatures } from "./count-signatures";
import { listSigners } from "./list-signers";
import { listPublicSigners } from "./public-signers";
import { countryFigures, figureHistory } from "./published-figures";
import { releaseFigures } from "./release-figures";

const { db, keys, pool } = await testDatabase();

const START = new Date("2026-03-02T00:00:00Z");
const at = (span: number) => new Date(START.getTime() + span);
type Petition = Awaited<ReturnType<typeof makePetition>>;
type Person = {
  confirmed: number;
  counted: number;
  country: string | null;
  display: string;
  name?: string;
  forgetMe?: boolean;
};

/** A confirmed signature as confirming writes it (confirm-signature.ts): "forget me" keeps whole hours and weeks only. */
async function confirm(petition: Petition, person: Person): Promise<void> {
  const { country, display, forgetMe = false } = person;
  const moment = at(forgetMe ? Math.floor(person.confirmed / (7 * DAY)) * 7 * DAY : person.confirmed);
  const countedAt = at(forgetMe ? Math.floor(person.counted / HOUR) * HOUR : person.counted);
  const nameEnc = person.name
    ? new Uint8Array(seal(keys, "personal-fields", "signature.name", person.name))
    : null;
  const moments = { requestedAt: moment, mailedAt: moment, expiresAt: moment, countedAt };
  await db.signature.create({
    data: {
      id: randomUUID(),
      petitionId: petition.id,
      versionId: petition.versionId,
      state: "confirmed",
      display,
      country,
      locale: "en",
      forgetMe,
      updates: false,
      mailRequest: randomUUID(),
      nameEnc,
      ...moments,
    },
  });
  await db.countEntry.create({
    data: { petitionId: petition.id, kind: "confirm", country, dueAt: at(person.counted) },
  });
}

/** Everything the public can read of a petition's numbers and signers, as the doors answer it. */
async function poll(petition: Petition, now: Date): Promise<string> {
  const [count, history, countries, signers] = await Promise.all([
    petitionCount(pool, petition.slug),
    figureHistory(pool, petition.slug),
    countryFigures(pool, petition.slug, { now }),
    listPublicSigners(pool, keys, petition.slug, { limit: 1_000 }),
  ]);
  return JSON.stringify({ count: count?.confirmed, history, countries, signers });
}

/** Thirty days: who confirms when, polls each hour and after each event, the worker's jobs as they run. */
async function thirtyDays(worlds: Person[][]): Promise<string[][]> {
  const petitions = await Promise.all(worlds.map(() => makePetition(db, keys)));
  const answers: string[][] = worlds.map(() => []);
  const moments = new Set(worlds.flat().flatMap(({ confirmed, counted }) => [confirmed, counted]));
  for (let hour = 1; hour <= 30 * 24; hour += 1) moments.add(hour * HOUR + 20 * MINUTE);
  for (const moment of [...moments].sort((a, b) => a - b)) {
    for (const [index, world] of worlds.entries()) {
      const petition = petitions[index];
      for (const person of world)
        if (petition && person.confirmed === moment) await confirm(petition, person);
    }
    await countSignatures(pool, at(moment));
    if ((moment - 20 * MINUTE) % HOUR === 0) {
      await listSigners(pool, keys, at(moment));
      await releaseFigures(pool, at(moment));
    }
    const read = await Promise.all(petitions.map((petition) => poll(petition, at(moment))));
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

/** A hundred and ten people over four weeks, from four countries or none, a few of them shown. */
function others(random: () => number): Person[] {
  return Array.from({ length: 110 }, (_, index) => {
    const confirmed = Math.floor(random() * 27 * 24) * HOUR + 20 * MINUTE;
    const country = ["KR", "KR", "KR", "JP", "DE", "FJ", null][Math.floor(random() * 7)] ?? null;
    const shown = country !== null && random() < 0.15;
    return {
      confirmed,
      counted: confirmed,
      country,
      display: shown ? "public" : "counted",
      name: shown ? `Osoba ${index} Ž` : undefined,
    };
  });
}

/** The crowd, in which one "counted only" signer from `from` is from `to` instead. */
function exchanged(crowd: Person[], from: string, to: string): Person[] {
  const first = crowd.findIndex(({ country, display }) => country === from && display === "counted");
  return crowd.map((person, index) => (index === first ? { ...person, country: to } : person));
}

test("thirty days of polling do not tell which of two people signed, nor when one to be forgotten did", async () => {
  const crowd = others(randomFrom(7));
  const entry = 9 * DAY + 14 * HOUR + 31 * MINUTE;
  const person = { confirmed: entry, counted: entry, display: "counted" };
  const forgotten = { counted: entry, display: "counted", country: "FJ", forgetMe: true };
  const [fiji, nowhere, early, late, japan, another] = await thirtyDays([
    [...crowd, { ...person, country: "FJ" }],
    [...crowd, { ...person, country: null }],
    [...crowd, { ...forgotten, confirmed: entry - 23 * HOUR }],
    [...crowd, { ...forgotten, confirmed: entry - HOUR }],
    [...crowd, { ...person, country: "JP" }],
    [...exchanged(crowd, "FJ", "JP"), { ...person, country: "FJ" }],
  ]);
  expect(fiji?.at(-1)).toContain('"total":111');
  expect(fiji?.at(-1)).toMatch(/"country":"KR","atLeast":[246]0/);
  expect(fiji?.at(-1)).toContain("Osoba");
  expect(new Set(fiji).size).toBeGreaterThan(100);
  for (const world of [nowhere, early, late]) expect(firstDifference(fiji, world)).toBeNull();
  // With the person from Japan a twentieth is full and shows. The very same shows where somebody else was the one.
  expect(firstDifference(fiji, japan)?.[1]).toContain('"country":"JP","atLeast":20');
  expect(firstDifference(japan, another)).toBeNull();
}, 300_000);

test("a shown person is told of only with the day's batch, wherever in the day they confirmed", async () => {
  const crowd = others(randomFrom(8));
  const day = 5 * DAY;
  const shown = { country: "KR", display: "public", name: "Łucja Ødegård" };
  const counted = { country: null, display: "counted" };
  const [morning, evening] = [day + 6 * HOUR, day + 20 * HOUR];
  const worlds = await thirtyDays([
    [
      ...crowd,
      { ...shown, confirmed: morning, counted: morning },
      { ...counted, confirmed: evening, counted: evening },
    ],
    [
      ...crowd,
      { ...counted, confirmed: morning, counted: morning },
      { ...shown, confirmed: evening, counted: evening },
    ],
  ]);
  expect(worlds[0]?.at(-1)).toContain("Łucja");
  expect(firstDifference(worlds[0], worlds[1])).toBeNull();
}, 300_000);
