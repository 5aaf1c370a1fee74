import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { TextSections } from "@/components/ui/text-sections";
import { blanksOf, LEGAL_FIELDS, type Legal } from "@/lib/config/legal";
import { legal } from "@/lib/config/runtime";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { languageOf, messagesFor } from "@/lib/i18n/messages";
import { pageLocale } from "../../page-locale";

export const dynamic = "force-dynamic";

export default async function Page({ params }: { params: Promise<{ locale: string }> }) {
  const locale = await pageLocale(params);
  const t = await getTranslations("privacy");
  const lang = languageOf(locale, "privacy");
  const filled = legal();
  return (
    <PageShell locale={locale} path="/privacy" title={t("title")} description={t("lead")}>
      <Opening title={t("title")} lead={t("lead")} lang={lang} />
      <div lang={lang} className="mb-8">
        <Notice title={t("operator")} strong={blanksOf(filled).length > 0}>
          <p>{t(blanksOf(filled).length > 0 ? "blankText" : "operatorText")}</p>
          <Answerable filled={filled} locale={locale} />
        </Notice>
      </div>
      <TextSections sections={sectionsFor(locale, filled)} lang={lang} />
    </PageShell>
  );
}

/** Who answers for the site, as they filled it in; what they did not is marked. */
function Answerable({ filled, locale }: { filled: Legal; locale: Locale }) {
  const t = useTranslations("privacy");
  const written = {
    ...filled,
    minimumAge: t("years", { age: filled.minimumAge }),
    impactAssessmentDone: dayIn(filled.impactAssessmentDone, locale),
    subpoenaPolicyAccepted: dayIn(filled.subpoenaPolicyAccepted, locale),
  };
  return (
    <dl className="facts">
      {LEGAL_FIELDS.map((field) => (
        <div key={field}>
          <dt>{t(`fields.${field}`)}</dt>
          <dd>{written[field] ?? <mark>{t("blank")}</mark>}</dd>
        </div>
      ))}
    </dl>
  );
}

const dayIn = (day: string | undefined, locale: Locale) => day && formatDay(new Date(day), locale);

function sectionsFor(locale: Locale, { minimumAge }: Legal) {
  const { sections } = messagesFor(locale).privacy;
  const text = sections.why.text.replace("{age}", String(minimumAge));
  return { ...sections, why: { ...sections.why, text } };
}
