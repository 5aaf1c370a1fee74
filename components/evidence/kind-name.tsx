import { useTranslations } from "next-intl";
import { DEMAND_CATEGORIES, TIMELINE_KINDS } from "@/lib/evidence/schema";
import { EVIDENCE_LANGUAGE } from "./claim-entry";

/** The kind of an event: in the reader's language where it is known here, else in the campaign's own words. */
export function KindName({ kind }: { kind: string }) {
  const t = useTranslations("timeline.kinds");
  const known = TIMELINE_KINDS.find((word) => word === kind);
  return known ? t(known) : <OwnWord word={kind} />;
}

/** The category of a demand, as `KindName`. */
export function CategoryName({ category }: { category: string }) {
  const t = useTranslations("demands.categories");
  const known = DEMAND_CATEGORIES.find((word) => word === category);
  return known ? t(known) : <OwnWord word={category} />;
}

function OwnWord({ word }: { word: string }) {
  return <span lang={EVIDENCE_LANGUAGE}>{word.replaceAll("-", " ")}</span>;
}
