import { KEY, locale as localeSchema } from "@/lib/campaigns/schema";
import { PUBLIC_STATES } from "@/lib/campaigns/states";
import { citedClaims } from "@/lib/campaigns/types";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { claimsByKeys } from "@/lib/evidence/queries";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { pickText } from "@/lib/i18n/pick-text";
import { letterVersionView } from "./schema";
import {
  type CitableClaim,
  type LetterAction,
  type LetterTemplateView,
  type LetterVersion,
  paragraphsOf,
} from "./types";

const VERSIONS = {
  versions: { orderBy: [{ number: "desc" }, { locale: "asc" }] },
} satisfies Prisma.LetterTemplateInclude;
const PARTS = {
  texts: { select: { locale: true, title: true } },
  templates: {
    where: { state: "open" },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    include: VERSIONS,
  },
} satisfies Prisma.CampaignInclude;

type StoredTemplate = Prisma.LetterTemplateGetPayload<{ include: typeof VERSIONS }>;

/**
 * Where letters of a campaign are written from, each template with its newest text in `locale` where it has that (else
 * in the campaign's own language). Null for a campaign nobody may see. Takes any string as slug.
 */
export async function findLetterAction(
  db: Db,
  campaignSlug: string,
  locale: Locale,
): Promise<LetterAction | null> {
  if (!KEY.test(campaignSlug)) return null;
  const row = await db.campaign.findFirst({
    where: { slug: campaignSlug, state: { in: [...PUBLIC_STATES] } },
    include: PARTS,
  });
  if (!row) return null;
  const defaultLocale = localeSchema.parse(row.defaultLocale);
  const preferred = [locale, defaultLocale];
  const templates = row.templates.flatMap((template) => showTemplate(template, preferred) ?? []);
  return {
    campaign: {
      ...{ id: row.id, slug: row.slug, defaultLocale },
      title: pickText(row.texts, preferred)?.title ?? row.slug,
    },
    isOpen: row.state === "live" && templates.length > 0,
    templates,
  };
}

/** The template for an office: one that names it goes before one for its kind; null where there is none. */
export function templateFor(
  { templates }: Pick<LetterAction, "templates">,
  target: { key: string; kind: string },
): LetterTemplateView | null {
  return (
    templates.find(({ targets }) => targets.includes(target.key)) ??
    templates.find(({ kinds }) => kinds.includes(target.kind)) ??
    null
  );
}

/** Whether a letter to an office can be written at present. */
export function hasLetterFor(action: LetterAction | null, office: { kind: string }): boolean {
  return action?.isOpen === true && office.kind !== "none";
}

/** One published text of an open template in exactly this language; null where there is none. Takes any strings and numbers. */
export async function findLetterVersion(
  db: Db,
  campaignSlug: string,
  { template, number, language }: { template: string; number: number; language: string },
): Promise<LetterVersion | null> {
  if (![campaignSlug, template].every((key) => KEY.test(key)) || !isLocale(language)) return null;
  const row = await db.letterTemplateVersion.findFirst({
    where: {
      ...{ number: Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : 0, locale: language },
      template: {
        ...{ key: template, state: "open" },
        campaign: { slug: campaignSlug, state: { in: [...PUBLIC_STATES] } },
      },
    },
  });
  return row && letterVersionView.parse(row);
}

/**
 * A template in whatever state, with its newest text in `locale` (else in the campaign's language), for the campaign's
 * own people; null where there is none.
 */
export async function findTemplate(
  db: Db,
  campaignSlug: string,
  key: string,
  locale: Locale | undefined,
): Promise<LetterTemplateView | null> {
  const row = await db.letterTemplate.findFirst({
    where: { key, campaign: { slug: campaignSlug } },
    include: { ...VERSIONS, campaign: { select: { defaultLocale: true } } },
  });
  return row && showTemplate(row, [...(locale ? [locale] : []), row.campaign.defaultLocale]);
}

/** Keys of a campaign's templates that have a text, in whatever state, in their order. */
export async function templateKeys(db: Db, campaignSlug: string): Promise<string[]> {
  const rows = await db.letterTemplate.findMany({
    where: { campaign: { slug: campaignSlug }, versions: { some: {} } },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    select: { key: true },
  });
  return rows.map(({ key }) => key);
}

/** Every claim that a text cites, by key. */
export async function claimsOfVersion(
  db: Db,
  campaignSlug: string,
  { body }: Pick<LetterVersion, "body">,
): Promise<Map<string, CitableClaim>> {
  const claims = await claimsByKeys(db, campaignSlug, citedClaims(paragraphsOf(body)));
  return new Map(claims.map((claim) => [claim.id, claim]));
}

/** Null for a template without a text. Only its newest number counts: an older translation may say what was corrected. */
function showTemplate(
  { id, key, kinds, targets, versions }: StoredTemplate,
  preferred: readonly string[],
): LetterTemplateView | null {
  const newest = versions.filter(({ number }) => number === versions[0]?.number);
  const picked = pickText(newest, preferred);
  if (!picked) return null;
  const languages = newest.map(({ locale }) => localeSchema.parse(locale));
  return { id, key, kinds, targets, languages, version: letterVersionView.parse(picked) };
}
