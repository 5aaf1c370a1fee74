import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { Correction } from "@/lib/evidence/types";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";

/** A corrected claim with what it says now. */
export type CorrectedClaim = Correction & { statement: string };

type TextCorrectionsProps = {
  corrections: CorrectedClaim[];
  campaign: EvidenceCampaign;
  publishedAt: Date;
  locale: Locale;
};

/** What was corrected of the claims a text cites since it was published. The text itself stays as it was. */
export function TextCorrections({ corrections, campaign, publishedAt, locale }: TextCorrectionsProps) {
  const t = useTranslations("corrections");
  const paths = evidencePaths(campaign.slug, locale);
  if (corrections.length === 0) return null;
  return (
    <Notice title={t("title", { count: corrections.length })} id="corrections">
      <p>{t("lead", { date: formatDay(publishedAt, locale) })}</p>
      <ul>
        {corrections.map(({ claim, at, reason, statement }) => (
          <li key={claim}>
            <q lang={campaign.defaultLocale}>{statement}</q>{" "}
            <b>{t("on", { date: formatDay(at, locale) })}:</b>{" "}
            <span lang={campaign.defaultLocale}>{reason}</span>{" "}
            <a href={paths.claim(claim)}>{t("statement")}</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
