import { useTranslations } from "next-intl";
import type { CampaignWithEvidence, ClaimView } from "@/lib/evidence/types";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { NumberedClaims } from "./numbered-claims";
import { VerdictMark } from "./verdict-mark";

type EvidenceProps = { campaign: CampaignWithEvidence; locale: Locale };

/** The claims the page rests on, and how all statements of the campaign stand. */
export function EvidenceBrief({ campaign, claims, locale }: EvidenceProps & { claims: ClaimView[] }) {
  const t = useTranslations();
  return (
    <section className="part" aria-labelledby="evidence">
      <h2 id="evidence">{t("campaign.evidence")}</h2>
      <p className="small quiet">
        {t("campaign.evidenceLead")}
        {locale !== "en" && ` ${t("evidence.english")}`}
      </p>
      <div className="mt-6">
        <NumberedClaims claims={claims} />
      </div>
      <VerdictTable campaign={campaign} locale={locale} />
    </section>
  );
}

function VerdictTable({ campaign, locale }: EvidenceProps) {
  const t = useTranslations("campaign");
  const totals = campaign.verdictTotals;
  const verdicts = (Object.keys(totals) as (keyof typeof totals)[]).filter((verdict) => totals[verdict] > 0);
  return (
    <div className="mt-8">
      <p className="mb-4">{t("totals", { claims: campaign.claimTotal, sources: campaign.sourceTotal })}</p>
      <table className="totals">
        <caption>{t("totalsTable")}</caption>
        <thead className="unseen">
          <tr>
            <th scope="col">{t("verdict")}</th>
            <th scope="col">{t("statements")}</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map((verdict) => (
            <tr key={verdict}>
              <th scope="row">
                <VerdictMark verdict={verdict} full />
              </th>
              <td>{formatNumber(totals[verdict], locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
