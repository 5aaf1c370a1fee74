// The attributes are Node's, for journeys: what a journey imports is not bundled.
import en from "@/messages/en.json" with { type: "json" };
import ja from "@/messages/ja.json" with { type: "json" };
import ko from "@/messages/ko.json" with { type: "json" };
import ru from "@/messages/ru.json" with { type: "json" };
import zhHans from "@/messages/zh-Hans.json" with { type: "json" };
import zhHant from "@/messages/zh-Hant.json" with { type: "json" };
import { DEFAULT_LOCALE, type Locale } from "./locales";

/** The shape of a complete catalog: English. */
export type Messages = typeof en;
type Tree = { [key: string]: string | Tree };

const own: Record<Locale, Tree> = { en, ko, ja, "zh-Hans": zhHans, "zh-Hant": zhHant, ru };
const complete = new Map<Locale, Messages>();

/** The words of a language; what its catalog lacks is English. */
export function messagesFor(locale: Locale): Messages {
  const known = complete.get(locale);
  if (known) return known;
  const merged = fillGaps(own[locale], en) as Messages;
  complete.set(locale, merged);
  return merged;
}

/**
 * The language in which a part of the catalog (a top-level key) is shown: the page's own, or English where the
 * language has no such part. Catalogs have a part wholly or not at all (messages.test.ts), so that a page can say
 * `lang="en"` of the whole of it.
 */
export function languageOf(locale: Locale, part: keyof Messages): Locale {
  return part in own[locale] ? locale : DEFAULT_LOCALE;
}

/** Whether a language's words were made by a machine and no person has reviewed them. */
export function isMachineMade(locale: Locale): boolean {
  return messagesFor(locale).meta.review === "machine";
}

/** The catalog as it lies on disk, for tests. */
export function ownMessages(locale: Locale): Tree {
  return own[locale];
}

function fillGaps(partial: Tree, full: Tree): Tree {
  const filled: Tree = {};
  for (const [key, fallback] of Object.entries(full)) {
    const value = partial[key];
    if (typeof fallback === "string") filled[key] = typeof value === "string" ? value : fallback;
    else filled[key] = fillGaps(typeof value === "object" ? value : {}, fallback);
  }
  return filled;
}
