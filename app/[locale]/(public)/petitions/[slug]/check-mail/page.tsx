import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RiskNotice } from "@/components/signatures/risk-notice";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { countriesAtRisk } from "@/lib/campaigns/queries";
import { prisma } from "@/lib/db/prisma";
import { findPetition } from "@/lib/petitions/queries";
import { pageLocale } from "../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

const STEPS = ["open", "press", "counted"] as const;
const IF_MISSING = ["wait", "spam", "typo", "again"] as const;

/** The same for everyone: it knows nothing of the address, and so tells nothing about it. */
export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const petition = await findPetition(prisma(), (await params).slug, locale);
  if (!petition) notFound();
  const t = await getTranslations("checkMail");
  return (
    <PageShell locale={locale} path={`/petitions/${petition.slug}/check-mail`} title={t("title")} secret>
      <Opening title={t("title")} lead={t("lead")} />
      <div className="prose">
        <ol className="steps">
          {STEPS.map((step) => (
            <li key={step}>{t(`steps.${step}`)}</li>
          ))}
        </ol>
        <RiskNotice
          locale={locale}
          atRisk={await countriesAtRisk(prisma(), { petition: petition.slug })}
          isPending
        />
        <Notice title={t("missing")}>
          <ul>
            {IF_MISSING.map((advice) => (
              <li key={advice}>{t(advice)}</li>
            ))}
          </ul>
        </Notice>
        <p className="small quiet">{t("same")}</p>
        <p>
          <a className="tap" href={`/${locale}/petitions/${petition.slug}`}>
            {t("back")}
          </a>
        </p>
      </div>
    </PageShell>
  );
}
