import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { errorWords } from "@/components/signatures/error-words";
import { CodeForm, LinkForm } from "@/components/signatures/manage-forms";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { prisma } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { findPetition } from "@/lib/petitions/queries";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";
import { pageLocale } from "../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<{ sent?: string | string[] }>;
};

/** Asks for a link to one's own signature, or opens it with the code. Says the same whatever is known of an address. */
export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const petition = await findPetition(prisma(), (await params).slug, locale);
  if (!petition) notFound();
  const { values = {}, errors = {} } = readFormState((await headers()).get(FORM_HEADER)) ?? {};
  const wrong = wordsOf(locale, errors);
  const { sent } = await searchParams;
  const t = await getTranslations("manage");
  const { slug } = petition;
  const title = sent === "1" ? t("sentTitle") : t("title");
  return (
    <PageShell locale={locale} path={`/petitions/${slug}/manage`} title={title} secret>
      <ErrorSummary
        title={(await getTranslations("form"))("errorTitle", { count: wrong.length })}
        errors={wrong}
      />
      <Opening title={title} lead={sent === "1" ? undefined : t("lead")} />
      <div className="prose">
        {sent === "1" && <p>{t("sent")}</p>}
        {petition.state === "closed" && (
          <Notice>
            <p>{t("closed")}</p>
          </Notice>
        )}
        <h2>{t("mailTitle")}</h2>
        <p>{t("mailText")}</p>
        <LinkForm slug={slug} locale={locale} typed={values.email} error={wordFor(wrong, "email")} />
        <h2>{t("codeTitle")}</h2>
        <p>{t("codeText")}</p>
        <CodeForm slug={slug} locale={locale} error={wordFor(wrong, "code")} />
        <p>
          <a className="tap" href={`/${locale}/petitions/${slug}`}>
            {t("back")}
          </a>
        </p>
      </div>
    </PageShell>
  );
}

type Wrong = { field: string; words: string };

function wordsOf(locale: Locale, errors: Record<string, string>): Wrong[] {
  return Object.entries(errors).map(([field, code]) =>
    field === "code"
      ? { field, words: messagesFor(locale).manage.codeUnknown }
      : { field: "email", words: errorWords(locale, "email", code) },
  );
}

const wordFor = (wrong: Wrong[], field: string) => wrong.find((line) => line.field === field)?.words;
