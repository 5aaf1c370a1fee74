import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { claimRow, dossierText } from "@/lib/evidence/import-schema";
import type { ClaimRow } from "@/lib/evidence/types";
import { letterTemplateText } from "@/lib/letters/schema";
import { paragraphsOf } from "@/lib/letters/types";
import { seedFolder } from "./seed";

const FOLDER = seedFolder("stop-forced-returns");
/** Papers and broadcasters that a sentence may name as where a figure stands. */
const PRESS = ["JoongAng", "VOA", "AFP", "Yonhap", "Chosun Ilbo", "Korea Herald", "Dong-A Ilbo"];

type Source = { id: string; title: string; publisher: string | null; publication_date: string | null };

const read = async (file: string) => JSON.parse(await readFile(path.join(FOLDER, file), "utf8"));
const claims = new Map<string, ClaimRow>(
  (await read("claims.json"))
    .map((row: unknown) => claimRow.parse(row))
    .map((row: ClaimRow) => [row.id, row]),
);
const sources = new Map<string, Source>((await read("sources.json")).map((row: Source) => [row.id, row]));
const texts = await readdir(path.join(FOLDER, "texts"));
const readTexts = async (noun: string) =>
  await Promise.all(texts.filter((file) => file.startsWith(`${noun}.`)).map((file) => read(`texts/${file}`)));
const dossiers = (await readTexts("dossier")).flatMap((text) => dossierText.parse(text).body);
const letters = (await readTexts("letter")).map((text) => letterTemplateText.parse(text));

/** Every factual sentence of dossiers and letters with the claims it cites. */
const facts = [
  ...dossiers.flatMap(({ paragraphs }) => paragraphs),
  ...letters.flatMap(({ body }) => paragraphsOf(body)),
]
  .flatMap(({ sentences }) => sentences)
  .filter(({ kind }) => kind === "fact")
  .map(({ text, claims: cited }) => ({ text, cited: cited.map(claimOf) }));

function claimOf(key: string): ClaimRow {
  const claim = claims.get(key);
  if (!claim) throw new Error(`no claim ${key}`);
  return claim;
}

/** Whose word a claim is. */
function saidBy({ speaker, statement, source }: ClaimRow): string {
  const { title, publisher } = sources.get(source) ?? {};
  return [speaker, statement, title, publisher].join(" ");
}

/** All that a claim says of itself, and what it was found to be; no key or address, whose digits nobody said. */
function contentOf(claim: ClaimRow): string {
  const { statement, date, values, verdict, conflicts, source, speaker } = claim;
  const { title, publisher, publication_date } = sources.get(source) ?? {};
  const notes = conflicts.map(({ note }) => note);
  const judged = verdict && [verdict.label, verdict.reason, verdict.correct];
  const read = [title, publisher, publication_date];
  return JSON.stringify([statement, date, values, judged, notes, speaker, ...read]);
}

/** Numbers in digits, without the commas of thousands; months and days of dates without their zeros. */
function figuresIn(text: string): string[] {
  return (text.match(/\d[\d,]*(\.\d+)?/g) ?? []).map((found) =>
    found.replaceAll(",", "").replace(/^0+(?=\d)/, ""),
  );
}

test("every figure of a factual sentence stands in a claim that it cites", () => {
  expect(facts.length).toBeGreaterThan(100);
  const strays = facts.flatMap(({ text, cited }) => {
    const known = new Set(figuresIn(cited.map(contentOf).join(" ")));
    return figuresIn(text)
      .filter((found) => !known.has(found))
      .map((found) => `${found}: ${text}`);
  });
  expect(strays).toEqual([]);
});

/** Whether it is a check of which the sentence says that it found the paper. */
function saysCheckFound(text: string, name: string): boolean {
  return /\bcheck\b/.test(text.slice(0, text.indexOf(name)));
}

test("the four kinds of letters say nothing without its claims, and notes bring no fact of their own", () => {
  expect(letters.map(({ template }) => template).sort()).toEqual([
    ...["embassy-in-seoul", "missions", "own-foreign-ministry", "unhcr"],
  ]);
  const paragraphs = letters.flatMap(({ body }) => paragraphsOf(body));
  const uncited = paragraphs
    .flatMap(({ sentences }) => sentences)
    .filter(({ kind, claims: cited }) => kind !== "fact" && cited.length === 0);
  expect(uncited.flatMap(({ text }) => figuresIn(text))).toEqual([]);
  expect(paragraphs.flatMap(({ note = "" }) => figuresIn(note))).toEqual([]);
});

test("a paper that a factual sentence names is whose word the claim is, or the sentence says that a check found it", () => {
  const strays = facts.flatMap(({ text, cited }) =>
    PRESS.filter((name) => text.includes(name) && !saysCheckFound(text, name))
      .filter((name) => !cited.map(saidBy).join(" ").includes(name))
      .map((name) => `${name}: ${text}`),
  );
  expect(strays).toEqual([]);
});

test("China's own position stands beside every contested statement of law", () => {
  const contested = [...claims.values()].filter(
    ({ topic, opinion, contested: is }) => is && opinion && topic === "law",
  );
  expect(contested.length).toBeGreaterThan(7);
  for (const { id, conflicts } of contested) {
    const speakers = conflicts.map(({ claim }) => claimOf(claim).speaker);
    expect(
      speakers.filter((speaker) => speaker.startsWith("Chinese ")),
      id,
    ).not.toEqual([]);
  }
});
