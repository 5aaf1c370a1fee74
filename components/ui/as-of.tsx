import { useTranslations } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { DateText } from "./date-text";

/** "As of" and the moment, or that nothing was counted yet. */
export function AsOf({ at, locale }: { at: Date | null; locale: Locale }) {
  const t = useTranslations("count");
  if (!at) return t("never");
  return t.rich("asOf", { time: () => <DateText at={at} locale={locale} /> });
}
