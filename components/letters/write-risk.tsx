import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { Locale } from "@/lib/i18n/locales";

type WriteRiskProps = {
  locale: Locale;
  /** Where an ally can write instead: the whole address. */
  address: string;
};

/** What a letter cannot hide, before any field; whoever is at risk is led to an ally's letter. */
export function WriteRisk({ locale, address }: WriteRiskProps) {
  const t = useTranslations("letters.risk");
  const safety = useTranslations("risk");
  return (
    <Notice title={t("title")} strong id="risk">
      <p>
        <strong>{t("who")}</strong>
      </p>
      <p>{t("ally")}</p>
      <p data-copy={t("copy")} data-copied={t("copied")}>
        <code className="code">{address}</code>
      </p>
      <h3>{t("seesTitle")}</h3>
      <ul>
        {(["text", "relay", "own", "mail", "past"] as const).map((fact) => (
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
    </Notice>
  );
}
