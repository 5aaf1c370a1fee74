import type { SummaryError } from "@/components/ui/error-summary";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";

type Words = string | { [code: string]: Words } | undefined;

/** The fields of the signing form that a person can see and mend. */
const SHOWN = new Set(["name", "email", "country", "display", "forgetMe", "reason", "consent", "updates"]);

/** The words for a field's error code; the code's general words where the field has none of its own. What the page sent by itself is the page's fault. */
export function errorWords(locale: Locale, field: string, code: string): string {
  const errors: { [key: string]: Words } = messagesFor(locale).errors;
  if (!SHOWN.has(field)) return messagesFor(locale).errors.page;
  const own = errors[field];
  const particular = typeof own === "object" ? own[code] : undefined;
  const general = errors[code];
  if (typeof particular === "string") return particular;
  return typeof general === "string" ? general : messagesFor(locale).errors.invalid;
}

/** One line for each thing wrong; faults of fields that nobody sees are one line together, which leads nowhere. */
export function summarizeErrors(locale: Locale, errors: Record<string, string>): SummaryError[] {
  const fields = Object.entries(errors);
  const seen = fields.filter(([field]) => SHOWN.has(field));
  const lines: SummaryError[] = seen.map(([field, code]) => ({
    field,
    words: errorWords(locale, field, code),
  }));
  return seen.length < fields.length ? [...lines, { words: messagesFor(locale).errors.page }] : lines;
}
