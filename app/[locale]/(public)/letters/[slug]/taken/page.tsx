import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { prisma } from "@/lib/db/prisma";
import { findLetterAction } from "@/lib/letters/queries";
import { pageLocale } from "../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

/** Thanks to somebody who says they sent a letter, and what became of saying so. */
export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const action = await findLetterAction(prisma(), (await params).slug, locale);
  if (!action) notFound();
  const t = await getTranslations("letters.thanks");
  const { slug } = action.campaign;
  return (
    <PageShell locale={locale} path={`/letters/${slug}/taken`} title={t("title")} secret>
      <Opening title={t("title")} lead={t("lead")} />
      <div className="prose" data-draft-done={slug}>
        <p>{t("counted")}</p>
        <p className="actions">
          <ButtonLink href={`/${locale}/letters/${slug}`}>{t("another")}</ButtonLink>
          <ButtonLink plain href={`/${locale}/campaigns/${slug}`}>
            {t("campaign")}
          </ButtonLink>
        </p>
      </div>
    </PageShell>
  );
}
