import type { Db } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import type { CitableClaim, LetterAction, LetterTemplateView, LetterVersion } from "./types";

/** A campaign's letters, in `locale` where its templates have it. */
export async function findLetterAction(
  db: Db,
  campaignSlug: string,
  locale: Locale,
): Promise<LetterAction | null> {
  throw new Error(`not read yet: ${campaignSlug} ${locale} ${typeof db}`);
}

/** The template for an office: one that names it goes before one for its kind. */
export function templateFor(
  action: LetterAction,
  target: { key: string; kind: string },
): LetterTemplateView | null {
  throw new Error(`not read yet: ${action.campaign.slug} ${target.key}`);
}

/** One published version of an open template, in exactly this language; null where there is none. Takes any strings. */
export async function findLetterVersion(
  db: Db,
  campaignSlug: string,
  which: { template: string; number: number; language: string },
): Promise<LetterVersion | null> {
  throw new Error(`not read yet: ${campaignSlug} ${which.template} ${typeof db}`);
}

/** Every claim that a version cites, by key. */
export async function claimsOfVersion(
  db: Db,
  campaignSlug: string,
  version: Pick<LetterVersion, "body">,
): Promise<Map<string, CitableClaim>> {
  throw new Error(`not read yet: ${campaignSlug} ${typeof db} ${version.body.farewell}`);
}
