import type { Db } from "@/lib/db/prisma";
import { UNLINKED_LEVEL } from "./schema";

/**
 * Which of these addresses may be linked: all but those of sources of which a copy on an unrelated site was read.
 * Returns a function that gives an address back, or null where it is none or must not be linked.
 */
export async function linkable(
  db: Db,
  campaignId: string,
  addresses: readonly (string | null)[],
): Promise<(address: string | null) => string | null> {
  const asked = addresses.filter((address) => address !== null);
  const copies = await db.source.findMany({
    where: {
      campaignId,
      originalUrl: { in: asked },
      claims: { some: { evidenceLevel: UNLINKED_LEVEL } },
    },
    select: { originalUrl: true },
  });
  const hidden = new Set(copies.map(({ originalUrl }) => originalUrl));
  return (address) => (hidden.has(address) ? null : address);
}
