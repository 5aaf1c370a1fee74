import { expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { errorWords } from "./error-words";

it.each(LOCALES)(
  "has words in %s for a field's own code, a general one, and one nobody foresaw",
  (locale) => {
    const { errors } = messagesFor(locale);
    expect(errorWords(locale, "email", "disposable")).toBe(errors.email.disposable);
    expect(errorWords(locale, "version", "too-long")).toBe(errors["too-long"]);
    expect(errorWords(locale, "src", "unforeseen")).toBe(errors.invalid);
  },
);
