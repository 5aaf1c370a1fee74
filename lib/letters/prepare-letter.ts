import type { Db } from "@/lib/db/prisma";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { composeText } from "./compose-text";
import { freeLetter } from "./free-letter";
import { findOffice } from "./office-queries";
import { claimsOfVersion, findLetterAction, findLetterVersion, templateFor } from "./queries";
import type {
  CitableClaim,
  ComposedLetter,
  LetterAction,
  LetterParts,
  LetterTemplateView,
  LetterVersion,
  Office,
} from "./types";
import { keysIn, type WritingValues } from "./writing-steps";

/** All that writing a letter to one office needs. */
export type PreparedLetter = {
  action: LetterAction;
  office: Office;
  /** Null where none is for this office: then the letter is free. */
  template: LetterTemplateView | null;
  /** The words in the language asked for, of the number the writer began with. */
  version: LetterVersion;
  /** Every claim that the version cites. */
  claims: Map<string, CitableClaim>;
};

/**
 * Finds what a letter is written from. Takes what the forms carry (any strings) and the page's language, which is also
 * the letter's where none is named and the template has it. Null where there is no such campaign or office, or where it
 * is known that there is no office.
 */
export async function prepareLetter(
  db: Db,
  { campaign = "", target = "", language, version: number, template: key }: WritingValues,
  locale: Locale,
  now: Date,
): Promise<PreparedLetter | null> {
  const action = await findLetterAction(db, campaign, locale);
  const office = action && (await findOffice(db, campaign, target, now));
  if (!action || !office || office.kind === "none") return null;
  const template = templateFor(action, office);
  if (!template) {
    const version = freeLetter(isLocale(language) ? language : locale);
    return { action, office, template, version, claims: new Map() };
  }
  const wanted = isLocale(language) ? language : template.version.locale;
  const begun = template.key === key && number ? Number(number) : template.version.number;
  const version =
    (await findLetterVersion(db, campaign, { template: template.key, number: begun, language: wanted })) ??
    template.version;
  return { action, office, template, version, claims: await claimsOfVersion(db, campaign, version) };
}

/** What the letter is composed of, by the values that the forms carry. */
export function partsOf(prepared: PreparedLetter, values: WritingValues, appUrl: string): LetterParts {
  const { action, office, version, claims } = prepared;
  return {
    version,
    office,
    claims,
    appUrl,
    campaign: action.campaign,
    choices: {
      topics: keysIn(values.topics),
      demands: keysIn(values.demands),
      confirmedClaims: keysIn(values.confirmed),
    },
    ownWords: values.own ?? "",
    writer: { name: values.name ?? "", country: values.country ?? null },
  };
}

/** Every disputable claim that a version can bring, with what is disputed, whatever is chosen. */
export function disputedIn(prepared: PreparedLetter, appUrl: string): ComposedLetter["contested"] {
  const { topics, demands } = prepared.version.body;
  const everything = {
    topics: topics.map(({ key }) => key).join(" "),
    demands: demands.map(({ key }) => key).join(" "),
  };
  return composeText(partsOf(prepared, everything, appUrl)).contested;
}
