import { useTranslations } from "next-intl";
import type { ClaimView } from "@/lib/evidence/types";
import { VerdictMark } from "./verdict-mark";

/** The language statements and notes are kept in. */
export const EVIDENCE_LANGUAGE = "en";

/** One statement with who makes it, when, where, how it stands, and who says otherwise. */
export function ClaimEntry({ claim }: { claim: ClaimView }) {
  return (
    <div>
      <p lang={EVIDENCE_LANGUAGE}>{claim.statement}</p>
      <ClaimFacts claim={claim} />
      <ClaimConflicts claim={claim} />
    </div>
  );
}

function ClaimFacts({ claim }: { claim: ClaimView }) {
  const t = useTranslations("evidence");
  return (
    <dl className="claim-facts">
      <div>
        <dt>{t("saidBy")}</dt>
        <dd lang={EVIDENCE_LANGUAGE}>{claim.speaker}</dd>
      </div>
      <div>
        <dt>{t("date")}</dt>
        <dd lang={EVIDENCE_LANGUAGE}>{claim.date.text}</dd>
      </div>
      <div>
        <dt>{t("source")}</dt>
        <dd lang={EVIDENCE_LANGUAGE}>
          <cite>{claim.source.title}</cite>
        </dd>
      </div>
      <div>
        <dt>{t("finding")}</dt>
        <dd>
          <VerdictMark verdict={claim.verdict.label} />
        </dd>
      </div>
    </dl>
  );
}

/** Both sides by name: where sources differ, no statement stands alone. */
function ClaimConflicts({ claim }: { claim: ClaimView }) {
  const t = useTranslations("evidence");
  const { conflicts, verdict } = claim;
  if (conflicts.length === 0 && !verdict.correct) return null;
  return (
    <p className="claim-differs">
      {conflicts.length > 0 && (
        <>
          <b>{t("differs")}:</b>{" "}
          <span lang={EVIDENCE_LANGUAGE}>{conflicts.map(({ note }) => note).join(" ")}</span>
        </>
      )}
      {verdict.correct && (
        <>
          {" "}
          <b>{t("correct")}:</b> <span lang={EVIDENCE_LANGUAGE}>{verdict.correct}</span>
        </>
      )}
    </p>
  );
}
