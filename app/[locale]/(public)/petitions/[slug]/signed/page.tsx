import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Tally } from "@/components/petitions/tally";
import { NextSteps } from "@/components/signatures/next-steps";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { campaignsWithLetters } from "@/lib/letters/letter-campaigns";
import { findPetition } from "@/lib/petitions/queries";
import { pageLocale } from "../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const petition = await findPetition(prisma(), (await params).slug, locale);
  if (!petition) notFound();
  const letters = await campaignsWithLetters(prisma());
  const t = await getTranslations("signed");
  return (
    <PageShell locale={locale} path={`/petitions/${petition.slug}/signed`} title={t("title")} secret>
      <Opening title={t("title")} lead={t("lead")} />
      <div className="prose">
        <Tally petition={petition} locale={locale} />
      </div>
      <NextSteps
        petition={petition}
        hasLetters={letters.has(petition.campaign.slug)}
        locale={locale}
        origin={settings().APP_URL}
      />
      <p className="small part">
        <a className="tap" href={`/${locale}/petitions/${petition.slug}/manage`}>
          {t("manage")}
        </a>
      </p>
    </PageShell>
  );
}
