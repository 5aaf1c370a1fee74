import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { anyCountryOf } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";

type RiskNoticeProps = {
  locale: Locale;
  /** Countries (ISO 3166-1) that the campaign names as dangerous; without any it is said in general. */
  atRisk: readonly string[];
  level?: 2 | 3;
  /** The reader has signed and not confirmed: there is still a way back. */
  isPending?: boolean;
};

/** What signing cannot hide. Stands before the first field, on the page after it, and before the confirming button. */
export function RiskNotice({ locale, atRisk, level, isPending }: RiskNoticeProps) {
  const t = useTranslations("risk");
  return (
    <Notice title={t(isPending ? "confirmTitle" : "title")} level={level} strong id="risk">
      <p>
        <strong>{t("who", { places: atRisk.length > 0 ? anyCountryOf(atRisk, locale) : "none" })}</strong>
      </p>
      {isPending && <p>{t("doNothing")}</p>}
      <ul>
        <li>{t("mail")}</li>
        <li>{t("network")}</li>
        <li>{t("past")}</li>
      </ul>
      <p>
        <a className="tap" href={`/${locale}/safety`}>
          {t("more")}
        </a>
      </p>
    </Notice>
  );
}
