import type { Prisma } from "@/lib/db/generated/client";
import { sourceView } from "./schema";
import type { SourceView } from "./types";

/** What belongs to a source besides its own row. */
export const SOURCE_PARTS = {
  claims: { select: { key: true }, orderBy: [{ position: "asc" }, { key: "asc" }] },
} satisfies Prisma.SourceInclude;

type StoredSource = Prisma.SourceGetPayload<{ include: typeof SOURCE_PARTS }>;

/** A stored source as pages and answers show it; throws where the stored one does not fit. */
export function showSource(row: StoredSource, campaignSlug: string): SourceView {
  return sourceView.parse({
    ...row,
    id: row.key,
    link: row.originalUrl,
    listingLink: row.listingUrl,
    linkNote: row.urlNote,
    claims: row.claims.map((claim) => claim.key),
    url: `/api/v1/campaigns/${campaignSlug}/sources/${row.key}`,
  });
}
