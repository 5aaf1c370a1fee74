import { useTranslations } from "next-intl";
import { DEMAND_CATEGORIES, SOURCE_KINDS, TIMELINE_KINDS } from "@/lib/evidence/schema";
import type { Locale } from "@/lib/i18n/locales";

/** The kind of an event: in the reader's language where it is known here, else in the campaign's own words, which are in `lang`. */
export function KindName({ kind, lang }: { kind: string; lang: Locale }) {
  const t = useTranslations("timeline.kinds");
  const known = TIMELINE_KINDS.find((word) => word === kind);
  return known ? t(known) : <OwnWord word={kind} lang={lang} />;
}

/** The category of a demand, as `KindName`. */
export function CategoryName({ category, lang }: { category: string; lang: Locale }) {
  const t = useTranslations("demands.categories");
  const known = DEMAND_CATEGORIES.find((word) => word === category);
  return known ? t(known) : <OwnWord word={category} lang={lang} />;
}

const SOURCE_KIND_KEYS = {
  "NGO report": "ngoReport",
  "academic op-ed": "opEd",
  "policy article": "policyArticle",
  "NGO issue paper": "issuePaper",
  reference: "reference",
} as const satisfies Record<(typeof SOURCE_KINDS)[number], string>;

/** The kind of a document, as `KindName`. */
export function SourceKindName({ kind, lang }: { kind: string; lang: Locale }) {
  const t = useTranslations("source.kinds");
  const known = SOURCE_KINDS.find((word) => word === kind);
  return known ? t(SOURCE_KIND_KEYS[known]) : <span lang={lang}>{kind}</span>;
}

function OwnWord({ word, lang }: { word: string; lang: Locale }) {
  return <span lang={lang}>{word.replaceAll("-", " ")}</span>;
}
