import { useTranslations } from "next-intl";
import { type ComparisonView, correctedAt } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { CorrectedOn } from "./correction-line";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { FigureText } from "./figure-text";
import { VerdictMark } from "./verdict-mark";

type TableProps = { comparison: ComparisonView; campaign: EvidenceCampaign; locale: Locale };

/** Every answer to a question, those without a figure too: what, of when, by whom, from where, and how it stands. */
export function ComparisonTable({ comparison, campaign, locale }: TableProps) {
  const t = useTranslations("conflicts");
  const heads = [t("answer"), t("date"), t("speaker"), t("source"), t("verdict")];
  const paths = evidencePaths(campaign.slug, locale);
  return (
    <table className="evidence-table">
      <caption className="unseen">{t("tableOf", { title: comparison.title })}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {comparison.answers.map(({ claim, value }) => (
          <tr key={claim.id}>
            <th scope="row">
              {value && (
                <p>
                  <FigureText figure={value} lang={campaign.defaultLocale} locale={locale} />
                </p>
              )}
              <a href={paths.claim(claim.id)} lang={campaign.defaultLocale}>
                {claim.statement}
              </a>
            </th>
            <td data-name={heads[1]} lang={campaign.defaultLocale}>
              {claim.date.text}
            </td>
            <td data-name={heads[2]} lang={campaign.defaultLocale}>
              {claim.speaker}
            </td>
            <td data-name={heads[3]}>
              <a href={paths.source(claim.source.id)} lang={campaign.defaultLocale}>
                {claim.source.title}
              </a>
            </td>
            <td data-name={heads[4]}>
              <VerdictMark verdict={claim.verdict.label} />{" "}
              <CorrectedOn at={correctedAt(claim)} locale={locale} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
