import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { TextSections } from "@/components/ui/text-sections";
import { languageOf, messagesFor } from "@/lib/i18n/messages";
import { pageLocale } from "../../page-locale";

export const dynamic = "force-dynamic";

/** Whoever runs the site must say who they are; the software cannot know. */
const BLANKS = ["controller", "contact"] as const;

export default async function Page({ params }: { params: Promise<{ locale: string }> }) {
  const locale = await pageLocale(params);
  const t = await getTranslations("privacy");
  const lang = languageOf(locale, "privacy");
  return (
    <PageShell locale={locale} path="/privacy" title={t("title")} description={t("lead")}>
      <Opening title={t("title")} lead={t("lead")} lang={lang} />
      <div lang={lang} className="mb-8">
        <Notice title={t("operator")}>
          <p>{t("operatorText")}</p>
          <dl className="facts">
            {BLANKS.map((blank) => (
              <div key={blank}>
                <dt>{t(blank)}</dt>
                <dd>{t("blank")}</dd>
              </div>
            ))}
          </dl>
        </Notice>
      </div>
      <TextSections sections={messagesFor(locale).privacy.sections} lang={lang} />
    </PageShell>
  );
}
