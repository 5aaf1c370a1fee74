import { findCampaignId } from "@/lib/campaigns/queries";
import { KEY, locale as localeSchema, section } from "@/lib/campaigns/schema";
import { citedClaims } from "@/lib/campaigns/types";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { pickText } from "@/lib/i18n/pick-text";
import { dossierLine, dossierView } from "./composition-schema";
import { claimsByKeys } from "./queries";
import type { DossierLine, DossierView } from "./types";

const PARTS = {
  campaign: { select: { defaultLocale: true } },
  texts: { orderBy: { locale: "asc" } },
} satisfies Prisma.DossierInclude;

type StoredDossier = Prisma.DossierGetPayload<{ include: typeof PARTS }>;

/** A campaign's dossiers in their order, in `locale` or the campaign's own language; null for an unknown campaign. */
export async function listDossiers(
  db: Db,
  campaignSlug: string,
  locale: Locale,
): Promise<DossierLine[] | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const rows = await db.dossier.findMany({
    where: { campaignId },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    include: PARTS,
  });
  return rows.flatMap((row) => {
    const text = textOf(row, locale);
    return text ? [dossierLine.parse({ ...row, ...text, claimTotal: citedIn(text).length })] : [];
  });
}

/**
 * One dossier with its text in `locale` (else in the campaign's language) and the claims it cites, in the order of
 * first citation; null where there is none. Takes any strings.
 */
export async function findDossier(
  db: Db,
  campaignSlug: string,
  key: string,
  locale: Locale,
): Promise<DossierView | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId || !KEY.test(key)) return null;
  const row = await db.dossier.findUnique({ where: { campaignId_key: { campaignId, key } }, include: PARTS });
  const text = row && textOf(row, locale);
  if (!row || !text) return null;
  const cited = citedIn(text);
  return dossierView.parse({
    ...{ ...row, ...text, claimTotal: cited.length },
    locales: row.texts.map((each) => each.locale),
    sections: text.body,
    claims: await claimsByKeys(db, campaignSlug, cited),
  });
}

/** As `findDossier`; throws where there is none. */
export async function requireDossier(
  db: Db,
  campaignSlug: string,
  key: string,
  locale: Locale,
): Promise<DossierView> {
  const dossier = await findDossier(db, campaignSlug, key, locale);
  if (!dossier) throw new Error(`no dossier ${key} in ${campaignSlug}`);
  return dossier;
}

function textOf(row: StoredDossier, locale: Locale) {
  return pickText(row.texts, [locale, localeSchema.parse(row.campaign.defaultLocale)]);
}

function citedIn({ body }: { body: unknown }): string[] {
  return citedClaims(
    section
      .array()
      .parse(body)
      .flatMap(({ paragraphs }) => paragraphs),
  );
}
