import { useTranslations } from "next-intl";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import type { EvidenceCampaign } from "./evidence-paths";

/** In which language the evidence is, where that is not the page's. */
export function EvidenceLanguage({ campaign, locale }: { campaign: EvidenceCampaign; locale: Locale }) {
  const t = useTranslations("evidence");
  const { defaultLocale } = campaign;
  if (defaultLocale === locale) return null;
  return <p className="small quiet">{t("language", { language: languageName(defaultLocale, locale) })}</p>;
}
