import { useTranslations } from "next-intl";
import type { CampaignWithEvidence } from "@/lib/evidence/types";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { VerdictMark } from "./verdict-mark";

/** How all statements of a campaign stand, by finding. */
export function VerdictTable({ campaign, locale }: { campaign: CampaignWithEvidence; locale: Locale }) {
  const t = useTranslations("campaign");
  const totals = campaign.verdictTotals;
  const verdicts = (Object.keys(totals) as (keyof typeof totals)[]).filter((verdict) => totals[verdict] > 0);
  return (
    <>
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
    </>
  );
}
