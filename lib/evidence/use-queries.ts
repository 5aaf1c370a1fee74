import { findCampaignId } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { pickText } from "@/lib/i18n/pick-text";
import { citedIn } from "./stored-texts";
import type { ClaimUses, Correction } from "./types";

/** A petition nobody may see uses nothing, and neither does a letter that nobody may write from. */
const SEEN_PETITION = { petition: { state: { not: "draft" } } };

const SEEN_LETTER = { template: { state: "open" } };

const NEWEST_TEXT = {
  ...{ key: true, position: true },
  versions: { orderBy: { number: "desc" }, take: 1, select: { number: true } },
} satisfies Prisma.LetterTemplateSelect;

const USES = {
  campaign: {
    select: { defaultLocale: true, texts: { select: { locale: true, title: true, body: true } } },
  },
  dossierUses: {
    orderBy: { dossier: { position: "asc" } },
    select: { dossier: { select: { key: true, texts: { select: { locale: true, title: true } } } } },
  },
  versionUses: {
    where: { version: SEEN_PETITION },
    select: {
      version: {
        select: {
          ...{ number: true, locale: true, title: true, publishedAt: true },
          petition: { select: { slug: true } },
        },
      },
    },
  },
  letterVersions: {
    where: { version: SEEN_LETTER },
    select: {
      version: {
        select: { number: true, locale: true, title: true, template: { select: NEWEST_TEXT } },
      },
    },
  },
  timelineUses: {
    orderBy: { event: { dateFrom: "asc" } },
    select: { event: { select: { key: true, title: true } } },
  },
  demandUses: {
    orderBy: { demand: { position: "asc" } },
    select: { demand: { select: { key: true, demand: true } } },
  },
  planUses: { select: { plan: { select: { key: true, plan: true } } } },
  actionUses: { select: { action: { select: { key: true, action: true } } } },
  factChecks: {
    orderBy: { factCheck: { number: "asc" } },
    select: { factCheck: { select: { number: true } } },
  },
  comparisons: {
    orderBy: { comparison: { position: "asc" } },
    select: { comparison: { select: { key: true, title: true } } },
  },
} satisfies Prisma.ClaimInclude;

type UsedClaim = Prisma.ClaimGetPayload<{ include: typeof USES }>;

/** Where a claim is used, titles in `locale` where there are such; null where there is no such claim. Takes any strings. */
export async function usesOfClaim(
  db: Db,
  campaignSlug: string,
  key: string,
  locale: Locale,
): Promise<ClaimUses | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId || !KEY.test(key)) return null;
  const row = await db.claim.findUnique({ where: { campaignId_key: { campaignId, key } }, include: USES });
  return (
    row && {
      campaigns: ownPage(row, locale),
      dossiers: titledDossiers(row, locale),
      petitions: row.versionUses
        .map(({ version: { petition, ...version } }) => ({ slug: petition.slug, ...version }))
        .toSorted((a, b) => b.number - a.number || (a.locale < b.locale ? -1 : 1)),
      letters: openLetters(row),
      timeline: row.timelineUses.map(({ event: { key: id, title } }) => ({ id, title })),
      demands: row.demandUses.map(({ demand: { key: id, demand } }) => ({ id, demand })),
      plans: row.planUses.map(({ plan: { key: id, plan } }) => ({ id, plan })),
      actions: row.actionUses.map(({ action: { key: id, action } }) => ({ id, action })),
      factChecks: row.factChecks.map(({ factCheck }) => factCheck.number),
      comparisons: row.comparisons.map(({ comparison: { key: id, title } }) => ({ id, title })),
    }
  );
}

/** The text that readers of this language see, if it cites the claim or shows it first. */
function ownPage({ key, campaign }: UsedClaim, locale: Locale): ClaimUses["campaigns"] {
  const text = pickText(campaign.texts, [locale, campaign.defaultLocale]);
  return text && citedIn(text.body).includes(key) ? [{ title: text.title, locale: text.locale }] : [];
}

function titledDossiers({ dossierUses, campaign }: UsedClaim, locale: Locale): ClaimUses["dossiers"] {
  return dossierUses.flatMap(({ dossier: { key, texts } }) => {
    const text = pickText(texts, [locale, campaign.defaultLocale]);
    return text ? [{ key, title: text.title }] : [];
  });
}

/** Letters are written from a template's newest number. */
function openLetters({ letterVersions }: UsedClaim): ClaimUses["letters"] {
  return letterVersions
    .map(({ version }) => version)
    .filter(({ number, template }) => number === template.versions[0]?.number)
    .toSorted((a, b) => a.template.position - b.template.position || (a.locale < b.locale ? -1 : 1))
    .map(({ template: { key }, locale, title }) => ({ key, locale, title }));
}

/**
 * Which of these claims were corrected after `since` in what they say or how far they hold: the last correction of
 * each, in the order given. For a text that was published then and never changes.
 */
export async function listCorrections(
  db: Db,
  campaignSlug: string,
  claims: readonly string[],
  since: Date,
): Promise<Correction[]> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId || claims.length === 0) return [];
  const rows = await db.claimRevision.findMany({
    where: { claim: { campaignId, key: { in: [...claims] } }, substantial: true, at: { gt: since } },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    include: { claim: { select: { key: true } } },
  });
  const last = new Map(
    rows.map(({ claim, at, reason, changed }) => [claim.key, { claim: claim.key, at, reason, changed }]),
  );
  return claims.flatMap((key) => last.get(key) ?? []);
}
