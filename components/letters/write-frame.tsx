import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import type { Locale } from "@/lib/i18n/locales";

/** The steps of writing a letter, in order. */
export const STEPS = ["country", "office", "choose", "letter", "send"] as const;
export type Step = (typeof STEPS)[number];

type WriteFrameProps = {
  campaign: { slug: string; title: string };
  locale: Locale;
  step: Step;
  /** What pages read of the query, for the same page in other languages. */
  query?: string;
  isWrong?: boolean;
  children: ReactNode;
};

/** A step of writing a letter: which one it is, and for which campaign. */
export function WriteFrame({ campaign, locale, step, query = "", isWrong, children }: WriteFrameProps) {
  const t = useTranslations("letters");
  const title = t(`steps.${step}`);
  return (
    <PageShell
      locale={locale}
      path={`/letters/${campaign.slug}${query}`}
      title={isWrong ? `${t("errorPrefix")} ${title}` : title}
      description={t("lead")}
    >
      <Opening
        eyebrow={t("step", { number: STEPS.indexOf(step) + 1, count: STEPS.length })}
        title={title}
        lead={t(`leads.${step}`)}
      >
        <p className="small quiet mt-4">
          {t("for")} <a href={`/${locale}/campaigns/${campaign.slug}`}>{campaign.title}</a>
        </p>
      </Opening>
      {children}
    </PageShell>
  );
}
