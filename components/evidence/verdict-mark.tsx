import { useTranslations } from "next-intl";
import type { Verdict } from "@/lib/evidence/types";

const SIGNS: Record<Verdict, string> = {
  confirmed: "✓",
  reported: "•",
  "sources-differ": "±",
  dated: "†",
  unconfirmed: "?",
  corrected: "»",
};

/** What we found when we checked a statement: a sign and always the words. */
export function VerdictMark({ verdict, full }: { verdict: Verdict; full?: boolean }) {
  const t = useTranslations("evidence");
  return (
    <span className="mark">
      <span className="mark-sign" aria-hidden="true">
        {SIGNS[verdict]}
      </span>
      {full ? t(`verdicts.${verdict}`) : t(`marks.${verdict}`)}
    </span>
  );
}
