import type { Section, Sentence } from "@/lib/campaigns/types";
import type { ClaimView, DossierLine, DossierView } from "@/lib/evidence/types";

/** Every sentence of a dossier with its place, counted from 1 in reading order. */
export function sentencePlaces(sections: readonly Section[]): ReadonlyMap<Sentence, number> {
  const sentences = sections.flatMap(({ paragraphs }) => paragraphs.flatMap((each) => each.sentences));
  return new Map(sentences.map((sentence, index) => [sentence, index + 1]));
}

/** Key of a claim → place of the sentence that cites it first. */
export function firstCitations(sections: readonly Section[]): ReadonlyMap<string, number> {
  const places = [...sentencePlaces(sections)].flatMap(([{ claims }, place]) =>
    claims.map((claim) => [claim, place] as const),
  );
  return new Map(places.reverse());
}

/** Keys of the claims that disagree with these and are not among them. */
export function opponentsOf(claims: readonly ClaimView[]): string[] {
  const own = new Set(claims.map(({ id }) => id));
  const others = claims.flatMap(({ conflicts }) => conflicts.map(({ claim }) => claim));
  return [...new Set(others)].filter((key) => !own.has(key));
}

/** Key of a document → its letter on paper (A to Z, then AA and on), in the order of first citation. */
export function sourceLetters(claims: readonly ClaimView[]): ReadonlyMap<string, string> {
  const keys = [...new Set(claims.map(({ source }) => source.id))];
  return new Map(keys.map((key, index) => [key, letterOf(index)]));
}

function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/** Up to when a dossier holds: the last change of its text or of a claim it cites. */
export function dossierAsOf({ changedAt, claims }: Pick<DossierView, "changedAt" | "claims">): Date {
  const revised = claims.flatMap(({ revisions }) => revisions.map(({ at }) => Date.parse(at)));
  return new Date(Math.max(changedAt.getTime(), ...revised));
}

/** The dossiers before and after one, in their order. */
export function neighbours(
  dossiers: readonly DossierLine[],
  key: string,
): { previous?: DossierLine; next?: DossierLine } {
  const at = dossiers.findIndex((dossier) => dossier.key === key);
  return { previous: dossiers[at - 1], next: dossiers[at + 1] };
}
