import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { Locale } from "@/lib/i18n/locales";

/** What signing cannot hide. Stands before the first field, and again before the confirming button. */
export function RiskNotice({ locale, level }: { locale: Locale; level?: 2 | 3 }) {
  const t = useTranslations("risk");
  return (
    <Notice title={t("title")} level={level} strong id="risk">
      <p>
        <strong>{t("who")}</strong>
      </p>
      <ul>
        <li>{t("mail")}</li>
        <li>{t("network")}</li>
      </ul>
      <p>
        <a className="tap" href={`/${locale}/safety`}>
          {t("more")}
        </a>
      </p>
    </Notice>
  );
}
