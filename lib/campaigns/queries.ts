import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { pickText } from "@/lib/i18n/pick-text";
import { campaignBody, KEY, locale as localeSchema } from "./schema";
import { type CampaignState, PUBLIC_STATES } from "./states";
import type { CampaignListItem, CampaignView, Page } from "./types";

const PUBLIC = { state: { in: [...PUBLIC_STATES] } };
const WITH_PETITIONS = {
  texts: true,
  petitions: {
    where: { state: { not: "draft" } },
    orderBy: [{ createdAt: "asc" }, { slug: "asc" }],
    include: { counts: true, versions: { orderBy: { number: "desc" } } },
  },
} satisfies Prisma.CampaignInclude;

/** The campaigns everyone may see, oldest first, for a page that shows them all (the first 1,000). */
export async function listCampaigns(db: Db, locale: Locale): Promise<CampaignListItem[]> {
  const page = await listCampaignPage(db, locale, { limit: 1_000 });
  return page === "unknown-after" ? [] : page.items;
}

/**
 * One page of the campaigns everyone may see, oldest first. Texts are in `locale` where there is one, else in the
 * campaign's own language; a campaign without any text is left out. Takes the slug to go on after and 1 to 1,000
 * as limit. Returns "unknown-after" where `after` names no such campaign.
 */
export async function listCampaignPage(
  db: Db,
  locale: Locale,
  { after, limit }: { after?: string; limit: number },
): Promise<Page<CampaignListItem> | "unknown-after"> {
  const last = after === undefined ? null : await findRow(db, after);
  if (after !== undefined && !last) return "unknown-after";
  const start = last && {
    OR: [{ createdAt: { gt: last.createdAt } }, { createdAt: last.createdAt, slug: { gt: last.slug } }],
  };
  const rows = await db.campaign.findMany({
    where: { ...PUBLIC, texts: { some: {} }, ...start },
    orderBy: [{ createdAt: "asc" }, { slug: "asc" }],
    take: limit + 1,
    include: WITH_PETITIONS,
  });
  const asOf = await countedUpTo(db);
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? (shown.at(-1)?.slug ?? null) : null;
  return { items: shown.map((row) => toListItem(row, locale, asOf)), next };
}

/** One campaign in full, or null where there is none that everyone may see. Takes any string as slug. */
export async function findCampaign(db: Db, slug: string, locale: Locale): Promise<CampaignView | null> {
  const row = await findRow(db, slug);
  if (!row || row.texts.length === 0) return null;
  const { sections, keyClaims } = campaignBody.parse(textOf(row, locale).body);
  return {
    ...toListItem(row, locale, await countedUpTo(db)),
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

/**
 * Countries (ISO 3166-1, in the order given) in which taking part can be punished, as the campaign with this slug says, or
 * the one of this petition; without either, all that everyone may see do. Empty where none says so.
 */
export async function countriesAtRisk(
  db: Db,
  { campaign, petition }: { campaign?: string; petition?: string } = {},
): Promise<string[]> {
  const rows = await db.$queryRaw<{ code: string }[]>`
    SELECT code FROM campaign c JOIN campaign_text t ON t.campaign_id = c.id
      CROSS JOIN LATERAL jsonb_array_elements_text(t.body->'atRisk') WITH ORDINALITY AS listed(code, place)
    WHERE c.state = ANY (${[...PUBLIC_STATES]}) AND (${campaign ?? null}::text IS NULL OR c.slug = ${campaign ?? null})
      AND (${petition ?? null}::text IS NULL OR c.id = (SELECT campaign_id FROM petition WHERE slug = ${petition ?? null}))
    GROUP BY code ORDER BY min(c.created_at), min(place), code`;
  return rows.map(({ code }) => code);
}

/** A campaign's name in paths and the language its evidence is kept in; null as `findCampaign`. */
export async function findCampaignLanguage(
  db: Db,
  slug: string,
): Promise<Pick<CampaignView, "slug" | "defaultLocale"> | null> {
  if (!KEY.test(slug)) return null;
  const row = await db.campaign.findFirst({ where: { slug, ...PUBLIC }, select: { defaultLocale: true } });
  return row && { slug, defaultLocale: localeSchema.parse(row.defaultLocale) };
}

async function findRow(db: Db, slug: string) {
  if (!KEY.test(slug)) return null;
  return await db.campaign.findFirst({ where: { slug, ...PUBLIC }, include: WITH_PETITIONS });
}

type CampaignRow = NonNullable<Awaited<ReturnType<typeof findRow>>>;

function toListItem(row: CampaignRow, locale: Locale, asOf: Date | null): CampaignListItem {
  const shown = textOf(row, locale);
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
        ? [
            {
              slug: petition.slug,
              title: version.title,
              locale: localeSchema.parse(version.locale),
              confirmed: published(petition.counts),
              asOf,
            },
          ]
        : [];
    }),
  };
}

function textOf(row: CampaignRow, locale: Locale): CampaignRow["texts"][number] {
  const text = pickText(row.texts, [locale, row.defaultLocale]);
  if (!text) throw new Error(`campaign ${row.slug} has no text`);
  return text;
}

/** The newest version in the first of the wanted languages; rows come newest first. */
function pickVersion<T extends { number: number; locale: string }>(
  versions: T[],
  wanted: string[],
): T | undefined {
  const newest = versions.filter((version) => version.number === versions[0]?.number);
  return pickText(newest, wanted);
}

type Totals = { confirmed: number; withdrawn: number; removed: number; restored: number };

/** The published count: confirmed − withdrawn − removed + restored; nothing counted yet is 0. */
export function published(counts: Totals | null): number {
  return counts ? counts.confirmed - counts.withdrawn - counts.removed + counts.restored : 0;
}

/** What the counts are complete up to: the end of the last counting pass; null before the first. */
export async function countedUpTo(db: Db): Promise<Date | null> {
  const pass = await db.countingPass.findUnique({ where: { id: 1 } });
  return pass?.asOf ?? null;
}
