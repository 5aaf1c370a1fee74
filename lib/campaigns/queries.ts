import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { campaignBody, KEY, locale as localeSchema } from "./schema";
import { type CampaignState, PUBLIC_STATES } from "./states";
import type { CampaignListItem, CampaignView } from "./types";

const PUBLIC = { state: { in: [...PUBLIC_STATES] } };
const WITH_PETITIONS = {
  texts: true,
  petitions: {
    where: { state: { not: "draft" } },
    orderBy: [{ createdAt: "asc" }, { slug: "asc" }],
    include: { counts: true, versions: { orderBy: { number: "desc" } } },
  },
} satisfies Prisma.CampaignInclude;

/**
 * The campaigns everyone may see, oldest first. Texts are in `locale` where there is one, else in the campaign's
 * own language. A campaign without any text is left out.
 */
export async function listCampaigns(db: Db, locale: Locale): Promise<CampaignListItem[]> {
  const rows = await db.campaign.findMany({
    where: { ...PUBLIC, texts: { some: {} } },
    orderBy: [{ createdAt: "asc" }, { slug: "asc" }],
    include: WITH_PETITIONS,
  });
  return rows.map((row) => toListItem(row, locale));
}

/** One campaign in full, or null where there is none that everyone may see. Takes any string as slug. */
export async function findCampaign(db: Db, slug: string, locale: Locale): Promise<CampaignView | null> {
  const row = await findRow(db, slug);
  if (!row || row.texts.length === 0) return null;
  const { sections, keyClaims } = campaignBody.parse(pickText(row, locale).body);
  return {
    ...toListItem(row, locale),
    sections,
    keyClaims,
    startedAt: row.startedAt,
    defaultLocale: localeSchema.parse(row.defaultLocale),
    locales: row.texts.map((text) => localeSchema.parse(text.locale)).sort(),
  };
}

/** Id of a campaign that everyone may see, or null. What other nouns read hangs on it. */
export async function findCampaignId(db: Db, slug: string): Promise<string | null> {
  if (!KEY.test(slug)) return null;
  const row = await db.campaign.findFirst({ where: { slug, ...PUBLIC }, select: { id: true } });
  return row?.id ?? null;
}

async function findRow(db: Db, slug: string) {
  if (!KEY.test(slug)) return null;
  return await db.campaign.findFirst({ where: { slug, ...PUBLIC }, include: WITH_PETITIONS });
}

type CampaignRow = NonNullable<Awaited<ReturnType<typeof findRow>>>;

function toListItem(row: CampaignRow, locale: Locale): CampaignListItem {
  const shown = pickText(row, locale);
  return {
    slug: row.slug,
    title: shown.title,
    ask: shown.ask,
    summary: shown.summary,
    state: row.state as CampaignState,
    locale: localeSchema.parse(shown.locale),
    petitions: row.petitions.flatMap((petition) => {
      const version = pickVersion(petition.versions, [locale, row.defaultLocale]);
      return version
        ? [{ slug: petition.slug, title: version.title, confirmed: published(petition.counts) }]
        : [];
    }),
  };
}

function pickText(row: CampaignRow, locale: Locale): CampaignRow["texts"][number] {
  const found = [locale, row.defaultLocale].flatMap((wanted) =>
    row.texts.filter((text) => text.locale === wanted),
  );
  const text = found[0] ?? row.texts[0];
  if (!text) throw new Error(`campaign ${row.slug} has no text`);
  return text;
}

/** The newest version in the first of the wanted languages; rows come newest first. */
function pickVersion<T extends { number: number; locale: string }>(
  versions: T[],
  wanted: string[],
): T | undefined {
  const newest = versions.filter((version) => version.number === versions[0]?.number);
  return wanted.flatMap((locale) => newest.filter((version) => version.locale === locale))[0] ?? newest[0];
}

type Totals = { confirmed: number; withdrawn: number; removed: number; restored: number };

/** The published count: confirmed − withdrawn − removed + restored; nothing counted yet is 0. */
export function published(counts: Totals | null): number {
  return counts ? counts.confirmed - counts.withdrawn - counts.removed + counts.restored : 0;
}
