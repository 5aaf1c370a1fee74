import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { errorWords } from "@/components/signatures/error-words";
import { LinkForm } from "@/components/signatures/manage-forms";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";
import { pageLocale } from "../../../page-locale";

export const dynamic = "force-dynamic";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<{ sent?: string | string[] }>;
};

/** Asks for fresh links to one's own letters. Names no cause, and says the same whatever is known of an address. */
export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { values = {}, errors = {} } = readFormState((await headers()).get(FORM_HEADER)) ?? {};
  const wrong = errors.email && { field: "email", words: errorWords(locale, "email", errors.email) };
  const isSent = (await searchParams).sent === "1";
  const t = await getTranslations("letterLinks");
  const title = isSent ? (await getTranslations("manage"))("sentTitle") : t("title");
  return (
    <PageShell locale={locale} path="/letters/sent" title={title} secret>
      <ErrorSummary
        title={(await getTranslations("form"))("errorTitle", { count: 1 })}
        errors={wrong ? [wrong] : []}
      />
      <Opening title={title} lead={isSent ? t("sent") : t("text")} />
      <div className="prose">
        <LinkForm locale={locale} typed={values.email} error={wrong ? wrong.words : undefined} />
      </div>
    </PageShell>
  );
}
