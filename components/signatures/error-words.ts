import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";

type Words = string | { [code: string]: Words } | undefined;

/** The words for a field's error code; the code's general words where the field has none of its own. */
export function errorWords(locale: Locale, field: string, code: string): string {
  const errors: { [key: string]: Words } = messagesFor(locale).errors;
  const own = errors[field];
  const particular = typeof own === "object" ? own[code] : undefined;
  const general = errors[code];
  if (typeof particular === "string") return particular;
  return typeof general === "string" ? general : messagesFor(locale).errors.invalid;
}
