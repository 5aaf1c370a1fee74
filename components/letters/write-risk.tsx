import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { anyCountryOf } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";

type WriteRiskProps = {
  locale: Locale;
  /** Countries (ISO 3166-1) that the campaign names as dangerous; without any it is said in general. */
  atRisk: readonly string[];
  /** Where an ally can write instead: the whole address. */
  address: string;
  /** On a further step: what the office will see is folded, for most have read it. */
  brief?: boolean;
};

/** What a letter cannot hide, before any field; whoever is at risk is led to an ally's letter. */
export function WriteRisk({ locale, atRisk, address, brief }: WriteRiskProps) {
  const t = useTranslations("letters.risk");
  return (
    <Notice title={t("title")} strong id="risk">
      <p>
        <strong>{t("who", { places: atRisk.length > 0 ? anyCountryOf(atRisk, locale) : "none" })}</strong>
      </p>
      <p>{t("ally")}</p>
      <p data-copy={t("copy")} data-copied={t("copied")}>
        <code className="code">{address}</code>
      </p>
      {brief ? (
        <details className="opened">
          <summary>{t("seesTitle")}</summary>
          <WhatIsSeen locale={locale} />
        </details>
      ) : (
        <>
          <h3>{t("seesTitle")}</h3>
          <WhatIsSeen locale={locale} />
        </>
      )}
    </Notice>
  );
}

const SEEN = ["text", "relay", "own", "mail", "past"] as const;

function WhatIsSeen({ locale }: { locale: Locale }) {
  const t = useTranslations("letters.risk");
  const safety = useTranslations("risk");
  return (
    <div className="prose">
      <ul>
        {SEEN.map((fact) => (
          <li key={fact}>{t(fact)}</li>
        ))}
      </ul>
      <p>{t("others")}</p>
      <p>{t("stored")}</p>
      <p>
        <a className="tap" href={`/${locale}/safety`}>
          {safety("more")}
        </a>
      </p>
    </div>
  );
}
