import { useTranslations } from "next-intl";
import type { ComparisonView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { AnswerWords, ComparisonChart, figuredAnswers } from "./comparison-chart";
import { ComparisonTable } from "./comparison-table";
import type { EvidenceCampaign } from "./evidence-paths";

type AnswersProps = { comparison: ComparisonView; campaign: EvidenceCampaign; locale: Locale };

/** All answers to a question: drawn where two or more stand on one scale, the others in words beneath, and all in a table. */
export function ComparisonAnswers(props: AnswersProps) {
  const t = useTranslations("conflicts");
  const { comparison, campaign } = props;
  const drawn = figuredAnswers(comparison);
  return (
    <>
      {comparison.note && (
        <p className="small quiet prose" lang={campaign.defaultLocale}>
          {comparison.note}
        </p>
      )}
      {drawn.length > 1 ? (
        <>
          <ComparisonChart {...props} />
          <Undrawn {...props} />
          <details className="table-details">
            <summary>{t("table", { count: comparison.answers.length })}</summary>
            <ComparisonTable {...props} />
          </details>
        </>
      ) : (
        <ComparisonTable {...props} />
      )}
    </>
  );
}

/** A denial has no figure, and stands no less against those that have. */
function Undrawn({ comparison, campaign, locale }: AnswersProps) {
  const t = useTranslations("conflicts");
  const drawn = new Set(figuredAnswers(comparison).map(({ claim }) => claim.id));
  const others = comparison.answers.filter(({ claim }) => !drawn.has(claim.id));
  if (others.length === 0) return null;
  return (
    <div className="undrawn">
      <p>
        <b>{t("undrawn")}</b>
      </p>
      <ul>
        {others.map((answer) => (
          <li key={answer.claim.id}>
            <p lang={campaign.defaultLocale}>{answer.claim.statement}</p>
            <AnswerWords {...{ answer, campaign, locale }} />
          </li>
        ))}
      </ul>
    </div>
  );
}
