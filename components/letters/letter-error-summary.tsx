import { useTranslations } from "next-intl";
import { ErrorSummary } from "@/components/ui/error-summary";
import { roughMinutes } from "@/components/ui/problem-text";
import type { Locale } from "@/lib/i18n/locales";
import { type LetterTyped, summarizeLetterErrors } from "./letter-errors";

type LetterErrorSummaryProps = {
  typed: LetterTyped;
  locale: Locale;
  /** Fields that stand on this page. */
  onPage: readonly string[];
};

/** What is wrong, first thing on the page; or that the network has to wait. Nothing typed is lost either way. */
export function LetterErrorSummary({ typed, locale, onPage }: LetterErrorSummaryProps) {
  const t = useTranslations();
  const errors = summarizeLetterErrors({ typed, locale }, onPage);
  const seconds = Number(typed.values.retryAfter);
  if (!seconds)
    return <ErrorSummary title={t("form.errorTitle", { count: errors.length })} errors={errors} />;
  const wait = t("problem.too-many.when", { minutes: roughMinutes(seconds) });
  return (
    <ErrorSummary
      title={t("problem.too-many.title")}
      errors={[{ words: wait }, { words: t("problem.too-many.kept") }]}
    />
  );
}
