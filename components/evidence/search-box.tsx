import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import type { Locale } from "@/lib/i18n/locales";
import { evidencePaths } from "./evidence-paths";

type SearchBoxProps = { campaign: string; locale: Locale /** What was searched for. */; query?: string };

/** Asks for words to find in statements, documents and dossiers. */
export function SearchBox({ campaign, locale, query }: SearchBoxProps) {
  const t = useTranslations("overview");
  return (
    <search>
      <form className="search-box" action={evidencePaths(campaign, locale).search}>
        <TextField name="q" type="search" label={t("search")} defaultValue={query} maxLength={200} required />
        <Button plain>{t("searchButton")}</Button>
      </form>
    </search>
  );
}
