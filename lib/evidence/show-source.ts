import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { CLAIMS_NAMED, sourceView, UNLINKED_LEVEL } from "./schema";
import type { SourceView } from "./types";

type StoredSource = Prisma.SourceGetPayload<object>;

/** What a source's claims tell of it, however many there are. */
type OfClaims = { id: string; total: number; copied: boolean; named: string[] };

/**
 * Stored sources as pages and answers show them, in their order, with the keys of their first claims and how many there
 * are; throws where a stored one does not fit. Where a claim says that a copy on an unrelated site was read, there is
 * no link: the page names the document, not the copy.
 */
export async function showSources(
  db: Db,
  campaignSlug: string,
  rows: readonly StoredSource[],
): Promise<SourceView[]> {
  const ids = rows.map(({ id }) => id);
  const found = await db.$queryRaw<OfClaims[]>`
    SELECT s.id,
      (SELECT count(*)::int FROM claim c WHERE c.source_id = s.id) AS total,
      EXISTS (SELECT FROM claim c WHERE c.source_id = s.id AND c.evidence_level = ${UNLINKED_LEVEL}) AS copied,
      ARRAY(SELECT c.key FROM claim c WHERE c.source_id = s.id ORDER BY c.position, c.key LIMIT ${CLAIMS_NAMED})
        AS named
    FROM source s WHERE s.id = ANY (${ids}::uuid[])`;
  const ofClaims = new Map(found.map((each) => [each.id, each]));
  return rows.flatMap((row) => {
    const claims = ofClaims.get(row.id);
    return claims ? [showSource(row, claims, campaignSlug)] : [];
  });
}

function showSource(row: StoredSource, { total, copied, named }: OfClaims, campaignSlug: string): SourceView {
  return sourceView.parse({
    ...row,
    id: row.key,
    link: copied ? null : row.originalUrl,
    listingLink: row.listingUrl,
    linkNote: row.urlNote,
    claims: named,
    claimTotal: total,
    page: `/campaigns/${campaignSlug}/sources/${row.key}`,
    url: `/api/v1/campaigns/${campaignSlug}/sources/${row.key}`,
  });
}
