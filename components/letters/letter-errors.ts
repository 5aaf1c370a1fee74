import type { SummaryError } from "@/components/ui/error-summary";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { headerIn } from "@/lib/letters/schema";

type Words = string | { [code: string]: Words } | undefined;

/** Fields of the writing forms that a person can see and mend. */
const SHOWN = [
  "name",
  "country",
  "own",
  "subject",
  "text",
  "email",
  "channel",
  "replyTo",
  "followUp",
  "confirmed",
  "consent",
  "paper",
  "sender",
];

/** What was typed, and per field the code of what is wrong with it. */
export type LetterTyped = { values: Record<string, string>; errors: Record<string, string> };

/**
 * The words for a field's error code: the field's own, else the code's in general; what nobody sees is the page's
 * fault. `value`: what was typed.
 */
export function letterErrorWords(locale: Locale, field: string, code: string, value = ""): string {
  const { letters, papers, errors } = messagesFor(locale);
  if (code === "closed") return letters.errors.closed;
  if (!SHOWN.includes(field)) return errors.page;
  const onPaper = { undrawable: papers.undrawableTitle, "too-many-lines": papers.tooMany };
  const byField: { [field: string]: Words } = letters.errors;
  const own = byField[field];
  const address = field === "email" ? errors.email : {};
  const general: { [code: string]: Words } = { ...letters.errors, ...onPaper, ...address };
  const particular = typeof own === "object" ? own[code] : undefined;
  const words = particular ?? general[code];
  if (typeof words !== "string") return errors.invalid;
  return words.replace("{line}", () => headerIn(value) ?? "");
}

/** The words for what is wrong with a field, if anything is. */
export function wrongWith(
  { typed, locale }: { typed: LetterTyped; locale: Locale },
  field: string,
): string | undefined {
  const code = typed.errors[field];
  return code === undefined ? undefined : letterErrorWords(locale, field, code, typed.values[field]);
}

/** One line for each thing wrong; only what stands on the page can be led to. */
export function summarizeLetterErrors(
  { typed, locale }: { typed: LetterTyped; locale: Locale },
  onPage: readonly string[],
): SummaryError[] {
  const lines = Object.entries(typed.errors).map(([field, code]) => ({
    field: onPage.includes(field) ? field : undefined,
    words: letterErrorWords(locale, field, code, typed.values[field]),
  }));
  return lines.filter(({ words }, index) => lines.findIndex((other) => other.words === words) === index);
}
