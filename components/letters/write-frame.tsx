import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import type { Locale } from "@/lib/i18n/locales";
import type { LetterAction, Office } from "@/lib/letters/types";
import { OfficeName } from "./office-card";

/** The steps of writing a letter, in order. */
const STEPS = ["country", "office", "choose", "letter", "send"] as const;

type WriteFrameProps = {
  campaign: LetterAction["campaign"];
  locale: Locale;
  step: (typeof STEPS)[number];
  /** What the page reads of the query, for the same page in other languages. */
  query?: string;
  /** Whom the letter is to, once that is chosen. */
  office?: Office;
  isWrong?: boolean;
  children: ReactNode;
};

/** A step of writing a letter: which one it is, for which campaign, and to whom. */
export function WriteFrame({
  campaign,
  locale,
  step,
  query = "",
  office,
  isWrong,
  children,
}: WriteFrameProps) {
  const t = useTranslations();
  const title = t(`letters.steps.${step}`);
  return (
    <PageShell
      locale={locale}
      path={`/letters/${campaign.slug}${query}`}
      title={isWrong ? `${t("form.errorPrefix")} ${title}` : title}
      description={t("letters.lead")}
    >
      <Opening
        eyebrow={t("letters.step", { number: STEPS.indexOf(step) + 1, count: STEPS.length })}
        title={title}
        lead={t(`letters.leads.${step}`)}
      >
        <p className="addressee">
          <span>{t("letters.for")}</span>{" "}
          <a href={`/${locale}/campaigns/${campaign.slug}`}>{campaign.title}</a>
        </p>
        {office && (
          <p className="addressee">
            <span>{t("petition.to")}</span>{" "}
            <b>
              <OfficeName office={office} lang={campaign.defaultLocale} locale={locale} />
            </b>
          </p>
        )}
      </Opening>
      {children}
    </PageShell>
  );
}
