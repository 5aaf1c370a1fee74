import type { Db } from "@/lib/db/prisma";

/** SQL over campaign `c`: its letters leave. One that is paused or closed asks nothing more of anyone, offices included. */
export const LETTERS_LEAVE = "(c.state = 'live' AND c.letters_frozen_at IS NULL)";

/** SQL over campaign `c`: its title in a language (SQL too), else in its own, else its slug. */
export function titleIn(locale: string): string {
  return `coalesce((SELECT x.title FROM campaign_text x WHERE x.campaign_id = c.id AND x.locale IN (${locale}, c.default_locale)
    ORDER BY x.locale <> ${locale} LIMIT 1), c.slug)`;
}

/** Slugs of the live campaigns in which letters can be written: pages lead to nothing else. */
export async function campaignsWithLetters(db: Db): Promise<Set<string>> {
  const rows = await db.campaign.findMany({
    where: { state: "live", templates: { some: { state: "open", versions: { some: {} } } } },
    select: { slug: true },
  });
  return new Set(rows.map(({ slug }) => slug));
}
