import { getTranslations } from "next-intl/server";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { TextSections } from "@/components/ui/text-sections";
import { languageOf, messagesFor } from "@/lib/i18n/messages";
import { pageLocale } from "../../page-locale";

export const dynamic = "force-dynamic";

export default async function Page({ params }: { params: Promise<{ locale: string }> }) {
  const locale = await pageLocale(params);
  const t = await getTranslations("about");
  const lang = languageOf(locale, "about");
  return (
    <PageShell locale={locale} path="/about" title={t("title")} description={t("lead")}>
      <Opening title={t("title")} lead={t("lead")} lang={lang} />
      <TextSections sections={messagesFor(locale).about.sections} lang={lang} />
    </PageShell>
  );
}
