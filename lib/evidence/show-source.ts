import type { Prisma } from "@/lib/db/generated/client";
import { sourceView, UNLINKED_LEVEL } from "./schema";
import type { SourceView } from "./types";

/** What belongs to a source besides its own row. */
export const SOURCE_PARTS = {
  claims: { select: { key: true, evidenceLevel: true }, orderBy: [{ position: "asc" }, { key: "asc" }] },
} satisfies Prisma.SourceInclude;

type StoredSource = Prisma.SourceGetPayload<{ include: typeof SOURCE_PARTS }>;

/**
 * A stored source as pages and answers show it; throws where the stored one does not fit. Where a claim says that
 * a copy on an unrelated site was read, there is no link: the page names the document, not the copy.
 */
export function showSource(row: StoredSource, campaignSlug: string): SourceView {
  const isCopy = row.claims.some((claim) => claim.evidenceLevel === UNLINKED_LEVEL);
  return sourceView.parse({
    ...row,
    id: row.key,
    link: isCopy ? null : row.originalUrl,
    listingLink: row.listingUrl,
    linkNote: row.urlNote,
    claims: row.claims.map((claim) => claim.key),
    url: `/api/v1/campaigns/${campaignSlug}/sources/${row.key}`,
  });
}
