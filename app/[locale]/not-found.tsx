import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { PageShell } from "@/components/ui/page-shell";
import { ProblemText } from "@/components/ui/problem-text";
import { REQUEST_ID_HEADER } from "@/lib/web/internal";

export default async function NotFound() {
  const locale = await getLocale();
  const t = await getTranslations("problem");
  const requestId = (await headers()).get(REQUEST_ID_HEADER) ?? undefined;
  return (
    <PageShell locale={locale} path="" title={t("not-found.title")} secret>
      <ProblemText kind="not-found" home={`/${locale}`} requestId={requestId} />
    </PageShell>
  );
}
