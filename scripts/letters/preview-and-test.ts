import { OperatorError } from "@/lib/config/operator-error";
import { isLocale } from "@/lib/i18n/locales";
import type { PreviewWish } from "@/lib/letters/preview-letter";
import { showPreview } from "./preview";
import { type Given, type LettersDesk, requireText, type Subcommand, textOf } from "./subcommand";
import { sendTest } from "./test";

const OPTIONS = {
  target: { type: "string" },
  locale: { type: "string" },
  disputed: { type: "boolean" },
} as const;

/** What an office would get of a template … */
export const preview: Subcommand = {
  usage: "TEMPLATE --target KEY [--locale L] [--disputed]",
  does: "a template as a letter to an office",
  words: { least: 1, most: 1 },
  options: OPTIONS,
  run: async (desk, given) => {
    await showPreview(desk.db, await wishOf(desk, given), contextOf(desk));
  },
};

/** … and the same in one's own mailbox. */
export const test: Subcommand = {
  usage: "TEMPLATE --target KEY --to ADDRESS [--locale L]",
  does: "the same, mailed to yourself",
  words: { least: 1, most: 1 },
  options: { ...OPTIONS, to: { type: "string" } },
  run: async (desk, given) => {
    const wish = { ...(await wishOf(desk, given)), to: requireText(given, "to") };
    await sendTest(desk, wish, contextOf(desk));
  },
};

const contextOf = ({ settings, now }: LettersDesk) => ({ appUrl: settings.APP_URL, now });

async function wishOf(desk: LettersDesk, given: Given): Promise<PreviewWish> {
  const locale = textOf(given, "locale");
  if (locale !== undefined && !isLocale(locale))
    throw new OperatorError(`${locale} is no language of this site.`);
  const [template = ""] = given.positionals;
  const target = requireText(given, "target");
  return {
    campaign: await desk.campaign(),
    template,
    target,
    locale,
    disputed: given.values.disputed === true,
  };
}
