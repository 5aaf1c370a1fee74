import type { Db } from "@/lib/db/prisma";

/** Slugs of the live campaigns in which letters can be written: pages lead to nothing else. */
export async function campaignsWithLetters(db: Db): Promise<Set<string>> {
  const rows = await db.campaign.findMany({
    where: { state: "live", templates: { some: { state: "open", versions: { some: {} } } } },
    select: { slug: true },
  });
  return new Set(rows.map(({ slug }) => slug));
}
