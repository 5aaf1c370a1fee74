import type { Prisma } from "@/lib/db/generated/client";
import { claimRow } from "./import-schema";
import { claimView } from "./schema";
import type { ClaimRow, ClaimView } from "./types";

/** What belongs to a claim besides its own row. */
export const CLAIM_PARTS = {
  source: { select: { key: true, title: true } },
  conflicts: { include: { other: { select: { key: true, position: true } } } },
  related: { include: { other: { select: { key: true, position: true } } } },
  revisions: { orderBy: [{ at: "desc" }, { id: "desc" }] },
} satisfies Prisma.ClaimInclude;

export type StoredClaim = Prisma.ClaimGetPayload<{ include: typeof CLAIM_PARTS }>;

/** A stored claim in the shape of the public interface; throws where the stored one does not fit it. */
export function showClaim(row: StoredClaim, campaignSlug: string): ClaimView {
  return claimView.parse({
    id: row.key,
    statement: row.statement,
    topic: row.topic,
    date: { text: row.dateText, from: row.dateFrom, to: row.dateTo, precision: row.datePrecision },
    values: row.values,
    place: row.place,
    speaker: row.speaker,
    source: { id: row.source.key, title: row.source.title },
    locator: showLocator(row),
    evidenceLevel: row.evidenceLevel,
    opinion: row.opinion,
    contested: row.contested,
    verdict: {
      label: row.verdictLabel,
      reason: row.verdictReason,
      ...(row.verdictCorrect ? { correct: row.verdictCorrect } : {}),
    },
    conflicts: inOrder(row.conflicts).map(({ other, note }) => ({ claim: other.key, note })),
    related: inOrder(row.related).map(({ other }) => other.key),
    factCheck: row.factCheck,
    revisions: row.revisions.map(({ at, byName: by, before, ...revision }) => ({
      ...{ ...revision, at: at.toISOString(), by },
      before: withoutNulls(claimRow.parse(before)),
    })),
    page: `/campaigns/${campaignSlug}/claims/${row.key}`,
    url: `/api/v1/campaigns/${campaignSlug}/claims/${row.key}`,
  });
}

/** Where in its source a claim stands, as files bring it: file and line, words, or null. */
export function showLocator(
  row: Pick<StoredClaim, "locatorFile" | "locatorLine" | "locatorText">,
): ClaimRow["locator"] {
  if (row.locatorFile !== null && row.locatorLine !== null)
    return { file: row.locatorFile, line: row.locatorLine };
  return row.locatorText;
}

/** A claim as it stood, in the shape of the public interface: a verdict has a correction or none. */
function withoutNulls({ verdict, evidence_level: evidenceLevel, ...row }: ClaimRow) {
  const { label, reason, correct } = verdict;
  return { ...row, evidenceLevel, verdict: { label, reason, ...(correct ? { correct } : {}) } };
}

function inOrder<T extends { other: { key: string; position: number } }>(links: T[]): T[] {
  return links.toSorted(
    (a, b) => a.other.position - b.other.position || (a.other.key < b.other.key ? -1 : 1),
  );
}
