import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { Locale } from "@/lib/i18n/locales";
import type { PetitionView } from "@/lib/petitions/types";
import { RiskNotice } from "./risk-notice";
import { SignForm, type Typed } from "./sign-form";

type SignSectionProps = {
  petition: PetitionView;
  locale: Locale;
  /** As RiskNotice takes them. */
  atRisk: readonly string[];
  src?: string;
  typed: Typed;
  minimumAge: number;
};

/** The risk first, then the form; or, where the petition takes no signatures, that it does not. */
export function SignSection({ petition, locale, atRisk, src, typed, minimumAge }: SignSectionProps) {
  const t = useTranslations();
  const { state } = petition;
  return (
    <section className="part sign" aria-labelledby="sign">
      <h2 id="sign">{t("form.title")}</h2>
      {state === "open" ? (
        <>
          <p className="small quiet">{t("form.lead")}</p>
          <div className="mt-6 mb-8">
            <RiskNotice locale={locale} atRisk={atRisk} level={3} />
          </div>
          <SignForm
            slug={petition.slug}
            version={petition.version.number}
            locale={locale}
            src={src}
            typed={typed}
            minimumAge={minimumAge}
          />
        </>
      ) : (
        <Notice>
          <p>{t(`petition.${state}`)}</p>
        </Notice>
      )}
    </section>
  );
}
