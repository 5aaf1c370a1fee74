import { citedClaims } from "@/lib/campaigns/types";
import type { Db } from "@/lib/db/prisma";
import { claimsOfCampaign } from "@/lib/evidence/queries";
import type { Locale } from "@/lib/i18n/locales";
import { pickText } from "@/lib/i18n/pick-text";
import { composeText } from "./compose-text";
import { findOfficeOfTeam } from "./office-queries";
import { findTemplate, templateKeys } from "./queries";
import { type ComposedLetter, type LetterVersion, type Office, paragraphsOf } from "./types";

export type PreviewWish = {
  campaign: string;
  template: string;
  target: string;
  /** Of the letter; absent: the campaign's own. */
  locale?: Locale;
  /** With what is disputed, and its notes. */
  disputed: boolean;
};

export type Preview = {
  letter: ComposedLetter;
  version: LetterVersion;
  office: Office;
  /** The campaign's title in the letter's language. */
  campaignTitle: string;
};

/**
 * A template as it would stand in a letter to an office, with everything chosen that it offers and nothing of a
 * writer's own. For the campaign's people: also before it is public, and a template that is no longer or not yet open.
 */
export async function previewLetter(
  db: Db,
  { campaign: slug, template: key, target, locale, disputed }: PreviewWish,
  { appUrl, now }: { appUrl: string; now: Date },
): Promise<
  | ({ ok: true } & Preview)
  | { ok: false; reason: "unknown-language" | "unknown-target" }
  /** `known`: keys of the templates that there are. */
  | { ok: false; reason: "unknown-template"; known: string[] }
> {
  const template = await findTemplate(db, slug, key, locale);
  if (!template) return { ok: false, reason: "unknown-template", known: await templateKeys(db, slug) };
  const { version } = template;
  if (locale !== undefined && version.locale !== locale) return { ok: false, reason: "unknown-language" };
  const office = await findOfficeOfTeam(db, slug, target, now);
  if (!office) return { ok: false, reason: "unknown-target" };
  const campaign = await db.campaign.findUniqueOrThrow({ where: { slug }, include: { texts: true } });
  const cited = await claimsOfCampaign(db, campaign, citedClaims(paragraphsOf(version.body)));
  const claims = new Map(cited.map((claim) => [claim.id, claim]));
  const letter = composeText({
    ...{ version, office, claims, appUrl, campaign: { slug }, ownWords: "", writer: { name: "" } },
    choices: {
      topics: version.body.topics.map((topic) => topic.key),
      demands: version.body.demands.map((demand) => demand.key),
      confirmedClaims: disputed ? [...claims.keys()] : [],
    },
  });
  const { title } = pickText(campaign.texts, [version.locale, campaign.defaultLocale]) ?? { title: slug };
  return { ok: true, letter, version, office, campaignTitle: title };
}
