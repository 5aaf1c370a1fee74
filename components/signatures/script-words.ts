import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { errorWords } from "./error-words";

const CHECKED = [
  "name.required",
  "name.too-long",
  "email.required",
  "email.invalid",
  "country.required",
  "consent.required",
  "reason.too-long",
];

/** The words the browser's script may show beside the form's fields, as JSON for a data attribute: the script has none of its own. */
export function scriptWords(locale: Locale): string {
  const errors = CHECKED.map((path) => {
    const [field = "", code = ""] = path.split(".");
    return [path, errorWords(locale, field, code)];
  });
  return JSON.stringify({ ...Object.fromEntries(errors), suggestion: messagesFor(locale).form.suggestion });
}
