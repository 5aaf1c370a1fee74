import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { TextSections } from "@/components/ui/text-sections";
import { countriesAtRisk } from "@/lib/campaigns/queries";
import { prisma } from "@/lib/db/prisma";
import { anyCountryOf } from "@/lib/i18n/country-names";
import { languageOf, messagesFor } from "@/lib/i18n/messages";
import { pageLocale } from "../../page-locale";

export const dynamic = "force-dynamic";

export default async function Page({ params }: { params: Promise<{ locale: string }> }) {
  const locale = await pageLocale(params);
  const t = await getTranslations("safety");
  const lang = languageOf(locale, "safety");
  const atRisk = await countriesAtRisk(prisma());
  const lead = t("lead", { places: atRisk.length > 0 ? anyCountryOf(atRisk, locale) : "none" });
  return (
    <PageShell locale={locale} path="/safety" title={t("title")} description={lead}>
      <Opening title={t("title")} lead={lead} lang={lang} />
      <div lang={lang} className="mb-8">
        <Notice strong>
          <p>
            <strong>{t("stop")}</strong>
          </p>
        </Notice>
      </div>
      <TextSections sections={messagesFor(locale).safety.sections} lang={lang} />
    </PageShell>
  );
}
