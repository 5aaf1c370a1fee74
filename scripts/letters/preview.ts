import { OperatorError } from "@/lib/config/operator-error";
import { isLocale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { type Preview, previewLetter } from "@/lib/letters/preview-letter";
import { wholeText } from "@/lib/letters/whole-text";
import { say } from "../terminal";
import { type Given, type LettersDesk, requireText, type Subcommand, textOf } from "./subcommand";

const WHY_NOT = {
  "unknown-language": "The template has no text in this language under its newest number.",
  "unknown-target": "There is no such office; npm run targets -- list names them.",
};

export const PREVIEW_OPTIONS = {
  target: { type: "string" },
  locale: { type: "string" },
  disputed: { type: "boolean" },
} as const;

/** What an office would get of a template, and what of it is left out until a writer says yes to it. */
export const preview: Subcommand = {
  usage: "TEMPLATE --target KEY [--locale L] [--disputed]",
  does: "a template as a letter to an office",
  words: { least: 1, most: 1 },
  options: PREVIEW_OPTIONS,
  run: async (desk, given) => {
    const { letter, version, office } = await requirePreview(desk, given);
    const isDisputed = given.values.disputed === true;
    say(`Number ${version.number}, ${version.locale}: to ${office.name ?? office.key}`);
    say(`Subject: ${letter.subject}\n`);
    say(wholeText(letter, messagesFor(version.locale).letters.sources));
    say(`\n${letter.text.length} characters, with every topic and demand.`);
    if (letter.contested.length > 0)
      say(isDisputed ? "Disputed:" : "Disputed, and left out (--disputed shows it):");
    for (const { key, note } of letter.contested) say(`  ${key}: ${note}`);
  },
};

/** The template that the arguments name as a letter, with everything chosen; refuses what is not there. */
export async function requirePreview(
  { db, settings, now, campaign }: LettersDesk,
  given: Given,
): Promise<Preview> {
  const locale = textOf(given, "locale");
  if (locale !== undefined && !isLocale(locale))
    throw new OperatorError(`${locale} is no language of this site.`);
  const [template = ""] = given.positionals;
  const target = requireText(given, "target");
  const wish = { template, target, locale, disputed: given.values.disputed === true };
  const found = await previewLetter(
    db,
    { campaign: await campaign(), ...wish },
    { appUrl: settings.APP_URL, now },
  );
  if (found.ok) return found;
  if (found.reason !== "unknown-template") throw new OperatorError(WHY_NOT[found.reason]);
  const known =
    found.known.length > 0 ? `these are there: ${found.known.join(", ")}` : "the campaign has none";
  throw new OperatorError(`There is no such template; ${known}.`);
}
