import { expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { errorWords, summarizeErrors } from "./error-words";

it.each(LOCALES)(
  "has words in %s for a field's own code, a general one, and one nobody foresaw",
  (locale) => {
    const { errors } = messagesFor(locale);
    expect(errorWords(locale, "email", "disposable")).toBe(errors.email.disposable);
    expect(errorWords(locale, "forgetMe", "too-long")).toBe(errors["too-long"]);
    expect(errorWords(locale, "updates", "unforeseen")).toBe(errors.invalid);
  },
);

it.each(LOCALES)(
  "leads in %s to the fields on the page, and says once that the page was at fault",
  (locale) => {
    const { errors } = messagesFor(locale);
    expect(
      summarizeErrors(locale, { version: "invalid", email: "required", locale: "invalid", src: "invalid" }),
    ).toEqual([{ field: "email", words: errors.email.required }, { words: errors.page }]);
    expect(summarizeErrors(locale, {})).toEqual([]);
  },
);
