import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { DEFAULT_LOCALE, LOCALES } from "./locales";
import { languageOf, messagesFor, ownMessages } from "./messages";

type Tree = { [key: string]: string | Tree };

/** Paths of all words in a catalog. */
function paths(tree: Tree, before = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [`${before}${key}`] : paths(value, `${before}${key}.`),
  );
}

/** Names and tags that a text is filled with. */
function slots(text: string): string[] {
  return [
    ...new Set([...text.matchAll(/\{(\w+)|<(\w+)>/g)].map(([, name, tag]) => name ?? tag ?? "")),
  ].sort();
}

/** Something for each name and tag of a text. */
function filling(text: string): Record<string, string | number | (() => string)> {
  const counted = new Set(
    [...text.matchAll(/\{(\w+), (?:plural|number|selectordinal)/g)].map(([, name]) => name),
  );
  return Object.fromEntries(
    [...text.matchAll(/\{(\w+)|<(\w+)>/g)].map(([, name = "", tag]) =>
      tag ? [tag, () => "t"] : [name, counted.has(name) ? 3 : "x"],
    ),
  );
}

function wordAt(tree: Tree, path: string): string {
  const found = path
    .split(".")
    .reduce<string | Tree | undefined>((at, key) => (typeof at === "object" ? at[key] : undefined), tree);
  return typeof found === "string" ? found : "";
}

const english = ownMessages(DEFAULT_LOCALE);

describe.each(LOCALES)("the catalog of %s", (locale) => {
  const own = ownMessages(locale);

  it("has each of its parts whole, and none that English lacks", () => {
    for (const [part, words] of Object.entries(own)) {
      expect(english).toHaveProperty([part]);
      expect(paths({ [part]: words }), part).toEqual(paths({ [part]: english[part] ?? {} }));
    }
  });

  it("has words for everything people read", () => {
    const read = [
      "site",
      "count",
      "risk",
      "form",
      "errors",
      "checkMail",
      "confirm",
      "unsubscribe",
      "signed",
      "signature",
      "manage",
      "letterLinks",
      "problem",
      "safety",
      "privacy",
      "about",
      "accessibility",
      "signIn",
      "organize",
      "mail",
      "outbox",
      "figures",
      "signers",
      "dossier",
      "overview",
      "search",
      "corrections",
      "claim",
      "source",
      "cite",
    ] as const;
    for (const part of read) expect(languageOf(locale, part), part).toBe(locale);
  });

  it("fills its texts with what English fills them with", () => {
    // A language without plural forms may leave out the number it agrees with, never name another.
    for (const path of paths(own)) {
      const known = slots(wordAt(english, path));
      for (const slot of slots(wordAt(own, path))) expect(known, `${locale} ${path}`).toContain(slot);
    }
  });

  it("can be read as messages", () => {
    const broken: string[] = [];
    const translate = createTranslator({
      locale,
      messages: messagesFor(locale),
      onError: (error) => broken.push(error.message),
    });
    for (const path of paths(own)) translate.rich(path as "site.name", filling(wordAt(own, path)));
    expect(broken).toEqual([]);
  });
});
