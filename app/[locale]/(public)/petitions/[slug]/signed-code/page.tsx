import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NextSteps } from "@/components/signatures/next-steps";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { findPetition } from "@/lib/petitions/queries";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";
import { pageLocale } from "../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

/** The answer to a "forget me" confirmation: the withdrawal code, once. Nobody can ask for it by address. */
export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const code = readFormState((await headers()).get(FORM_HEADER))?.values.code;
  const petition = code && (await findPetition(prisma(), (await params).slug, locale));
  if (!code || !petition) notFound();
  const t = await getTranslations("signed");
  return (
    <PageShell locale={locale} path={`/petitions/${petition.slug}`} title={t("title")} secret>
      <Opening title={t("title")} lead={t("codeCount")} />
      <div className="prose">
        <Notice title={t("codeTitle")} strong>
          <p>{t("codeText")}</p>
          <p>
            <span className="unseen">{t("codeLabel")}: </span>
            <code className="code">{code}</code>
          </p>
          <p>
            {t("codeLater")}{" "}
            <a href={`/${locale}/petitions/${petition.slug}/manage`}>
              {(await getTranslations("petition"))("manage")}
            </a>
          </p>
        </Notice>
        <p>{t("codeDestroyed")}</p>
      </div>
      <NextSteps petition={petition} locale={locale} origin={settings().APP_URL} />
    </PageShell>
  );
}
