/** Cells and increments under this many people are withheld (docs/trust.md). */
export const THRESHOLD = 20;

/** Of all "counted only" signers at a week's end: how many, how many had left by then, and per country. */
export type Snapshot = { countedOnly: number; left: number; cells: ReadonlyMap<string, number> };
/** A release as it was published, with what a reader of the live count knows of that moment. */
export type PastRelease = { countedOnly: number; left: number; figures: ReadonlyMap<string, number> };

const NOTHING: PastRelease = { countedOnly: 0, left: 0, figures: new Map() };

/**
 * What may be published per country at a week's end: each cell in full multiples of the threshold, rounded down, and
 * lowered further, or left where it stood, until no reader of all releases and of every live count can narrow a
 * country's number to fewer than `threshold` adjacent values. Takes all past releases, oldest first, and the true
 * cells; "not said" (ZZ) must be in `countedOnly` and not among the cells. Returns the figures of all countries
 * that have one. What is decided depends on nothing but what is published and the live count, so a choice tells
 * nothing either. Proof and sources: docs/decisions/2026-11-22-figures-that-tell-nobody.md.
 */
export function chooseFigures(
  past: readonly PastRelease[],
  now: Snapshot,
  threshold = THRESHOLD,
): Map<string, number> {
  const before = past.at(-1)?.figures ?? NOTHING.figures;
  const figures = new Map<string, number>();
  for (const country of new Set([...before.keys(), ...now.cells.keys()])) {
    figures.set(country, Math.floor((now.cells.get(country) ?? 0) / threshold) * threshold);
  }
  const draft: Draft = { before, figures, threshold };
  keepRemainder(draft, now.countedOnly);
  const moments = [NOTHING, ...past];
  while (moments.some((then) => isTooNarrow(sureRises(then, draft), entered(now) - entered(then), draft)))
    if (!lower(draft, rising(draft))) break;
  while (moments.some((then) => isTooNarrow(sureFalls(then, draft), now.left - then.left, draft)))
    if (!raise(draft)) break;
  return new Map([...figures].filter(([country, figure]) => figure > 0 || before.has(country)));
}

type Draft = { before: ReadonlyMap<string, number>; figures: Map<string, number>; threshold: number };

function entered({ countedOnly, left }: { countedOnly: number; left: number }): number {
  return countedOnly + left;
}

/** What no country's figure covers must be worth hiding in: the largest figure is lowered until it is. */
function keepRemainder(draft: Draft, countedOnly: number): void {
  const { figures, threshold } = draft;
  const sum = () => [...figures.values()].reduce((total, figure) => total + figure, 0);
  while (countedOnly - sum() < threshold) if (!lower(draft, rising(draft)) && !lower(draft, figures)) break;
}

/** How many people at least must have entered since `then`, for the figures to be what they are: those a reader can be sure of. */
function sureRises(then: PastRelease, { figures, threshold }: Draft): number {
  // Before the first release every cell was surely empty; at a release it was up to threshold − 1 above its figure.
  const hidden = then === NOTHING ? 0 : threshold - 1;
  let sure = 0;
  for (const [country, figure] of figures)
    sure += Math.max(0, figure - (then.figures.get(country) ?? 0) - hidden);
  return sure;
}

function sureFalls(then: PastRelease, { figures, threshold }: Draft): number {
  let sure = 0;
  for (const [country, figure] of figures)
    sure += Math.max(0, (then.figures.get(country) ?? 0) - figure - (threshold - 1));
  return sure;
}

/** Whether so many sure moves leave less than a threshold of all moves of that span open. */
function isTooNarrow(sure: number, all: number, { threshold }: Draft): boolean {
  return sure > 0 && all - sure < threshold;
}

/** The figures that are about to rise. */
function rising({ before, figures }: Draft): Map<string, number> {
  const rises = [...figures].map(
    ([country, figure]) => [country, figure - (before.get(country) ?? 0)] as const,
  );
  return new Map(rises.filter(([, rise]) => rise > 0));
}

/** Lowers by one step the figure of the country that stands highest in `order`. Returns false where there is none. */
function lower({ figures, threshold }: Draft, order: ReadonlyMap<string, number>): boolean {
  const country = highest(order);
  if (country === undefined) return false;
  figures.set(country, (figures.get(country) ?? 0) - threshold);
  return true;
}

/** Takes back one step of the deepest fall. Returns false where there is none. */
function raise({ before, figures, threshold }: Draft): boolean {
  const depths = [...before].map(
    ([country, figure]) => [country, figure - (figures.get(country) ?? 0)] as const,
  );
  const country = highest(new Map(depths.filter(([, depth]) => depth > 0)));
  if (country === undefined) return false;
  figures.set(country, (figures.get(country) ?? 0) + threshold);
  return true;
}

/** The country with the highest value above zero; of equal ones the last by code, so that the choice is always the same. */
function highest(values: ReadonlyMap<string, number>): string | undefined {
  let found: string | undefined;
  let most = 0;
  for (const [country, value] of values) {
    if (value < most || value === 0 || (value === most && found !== undefined && country < found)) continue;
    [found, most] = [country, value];
  }
  return found;
}
