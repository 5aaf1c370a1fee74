import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import type { CampaignView } from "@/lib/campaigns/types";
import { countryName } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";
import type { Office, TargetFigures } from "@/lib/letters/types";
import { OfficeFacts } from "./office-facts";
import { officePaths } from "./office-paths";
import { OfficeStanding } from "./office-standing";
import { OfficeWays } from "./office-ways";
import { TargetAnswers } from "./target-answers";
import { TargetLetters } from "./target-letters";

type TargetPageProps = {
  campaign: Pick<CampaignView, "slug" | "title" | "locale" | "defaultLocale">;
  office: Office;
  figures: TargetFigures;
  /** There is a letter for it at present. */
  canWrite: boolean;
  locale: Locale;
};

/** One office: whether letters go there, what is known of it and from where, what came of letters, and its silence. */
export function TargetPage({ campaign, office, figures, canWrite, locale }: TargetPageProps) {
  const t = useTranslations();
  const paths = officePaths(campaign.slug, locale);
  const shown = { office, lang: campaign.defaultLocale, locale };
  const kind = t(`offices.kind.${office.kind}`);
  const country = office.country ? countryName(office.country, locale) : null;
  const title = office.name ?? t("offices.noName", { country: country ?? "" });
  return (
    <PageShell
      locale={locale}
      path={`${paths.path}/${office.key}`}
      title={title}
      description={t("targets.lead")}
    >
      <Opening
        eyebrow={[kind, country].filter(Boolean).join(" · ")}
        title={title}
        lang={office.name ? campaign.defaultLocale : undefined}
      >
        <p className="addressee">
          <span>{t("targets.campaign")}:</span>{" "}
          <a href={paths.campaign} lang={campaign.locale}>
            {campaign.title}
          </a>
        </p>
        <p>
          <a className="tap" href={office.country ? paths.in(office.country) : paths.all}>
            {t("targets.all")}
          </a>
        </p>
      </Opening>
      <div className="office">
        <OfficeStanding office={office} locale={locale} />
        <OfficeWays office={office} lang={campaign.defaultLocale} />
      </div>
      {office.kind !== "none" && (
        <>
          {canWrite && (
            <p className="mt-6 no-print">
              <ButtonLink href={paths.write(office)}>{t("targets.write")}</ButtonLink>
            </p>
          )}
          <section className="part office" aria-labelledby="known">
            <h2 id="known">{t("targets.known")}</h2>
            <OfficeFacts {...shown} />
          </section>
          <TargetLetters figures={figures} locale={locale} />
          <TargetAnswers figures={figures} lang={campaign.defaultLocale} locale={locale} />
        </>
      )}
    </PageShell>
  );
}
