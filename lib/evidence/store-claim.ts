import type { Claim } from "@/lib/db/generated/client";
import { claimRow } from "./schema";
import { showLocator } from "./show-claim";
import type { ClaimRow } from "./types";

/** The columns of a claim, from the form that files bring; its links to other claims are rows of their own. */
export function storeClaim({ id, locator, date, verdict, evidence_level, ...row }: ClaimRow) {
  const { source: _source, conflicts: _conflicts, related: _related, ...same } = row;
  const place = typeof locator === "object" ? locator : null;
  return {
    ...same,
    key: id,
    locatorFile: place?.file ?? null,
    locatorLine: place?.line ?? null,
    locatorText: typeof locator === "string" ? locator : null,
    dateText: date.text,
    dateFrom: date.from,
    dateTo: date.to,
    datePrecision: date.precision,
    verdictLabel: verdict.label,
    verdictReason: verdict.reason,
    verdictCorrect: verdict.correct,
    factCheck: verdict.fact_check,
    evidenceLevel: evidence_level,
  };
}

type Linked = { other: { key: string } };

/** A stored claim with the keys of what it names. */
export type ClaimWithLinks = Claim & {
  source: { key: string };
  conflicts: (Linked & { note: string })[];
  related: Linked[];
};

/** The stored claim as a file would bring it, links in the order of `sortLinks`; throws where it does not fit. */
export function unstoreClaim(row: ClaimWithLinks): ClaimRow {
  return sortLinks(
    claimRow.parse({
      id: row.key,
      statement: row.statement,
      topic: row.topic,
      source: row.source.key,
      locator: showLocator(row),
      speaker: row.speaker,
      place: row.place,
      date: { text: row.dateText, from: row.dateFrom, to: row.dateTo, precision: row.datePrecision },
      values: row.values,
      conflicts: row.conflicts.map(({ other, note }) => ({ claim: other.key, note })),
      related: row.related.map(({ other }) => other.key),
      verdict: {
        label: row.verdictLabel,
        reason: row.verdictReason,
        fact_check: row.factCheck,
        correct: row.verdictCorrect,
      },
      contested: row.contested,
      opinion: row.opinion,
      evidence_level: row.evidenceLevel,
    }),
  );
}

/** The order of links means nothing, so two claims that differ in it only are the same. */
export function sortLinks(row: ClaimRow): ClaimRow {
  return {
    ...row,
    conflicts: row.conflicts.toSorted((a, b) => (a.claim < b.claim ? -1 : 1)),
    related: row.related.toSorted(),
  };
}
