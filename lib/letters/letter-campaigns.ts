import type { Db } from "@/lib/db/prisma";

/** SQL over campaign `c`: its letters leave. One that is paused or closed asks nothing more of anyone, offices included. */
export const LETTERS_LEAVE = "(c.state = 'live' AND c.letters_frozen_at IS NULL)";

/** Slugs of the live campaigns in which letters can be written: pages lead to nothing else. */
export async function campaignsWithLetters(db: Db): Promise<Set<string>> {
  const rows = await db.campaign.findMany({
    where: { state: "live", templates: { some: { state: "open", versions: { some: {} } } } },
    select: { slug: true },
  });
  return new Set(rows.map(({ slug }) => slug));
}
