import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TextCorrections } from "@/components/evidence/text-corrections";
import { PetitionText } from "@/components/petitions/petition-text";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { prisma } from "@/lib/db/prisma";
import { formatDay } from "@/lib/i18n/dates";
import { findPetition, findPetitionVersion } from "@/lib/petitions/queries";
import { pageLocale } from "../../../../../page-locale";
import { correctionsSince } from "../../corrections";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string; number: string }> };

const NUMBER = /^[1-9]\d{0,5}$/;

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const { slug, number } = await params;
  if (!NUMBER.test(number)) notFound();
  const [petition, version] = await Promise.all([
    findPetition(prisma(), slug, locale),
    findPetitionVersion(prisma(), slug, Number(number), locale),
  ]);
  if (!petition || !version) notFound();
  const t = await getTranslations("petition");
  const date = formatDay(version.publishedAt, locale);
  return (
    <PageShell locale={locale} path={`/petitions/${slug}/versions/${number}`} title={version.title}>
      <Opening
        eyebrow={t("versionTitle", { number: version.number })}
        title={version.title}
        lang={version.locale}
      >
        <p className="addressee">
          <span>{t("to")}</span> <b lang={version.locale}>{version.addressee}</b>
        </p>
      </Opening>
      <Notice>
        <p>{t("version", { number: version.number, date })}</p>
        <p>{t("versionFrozen")}</p>
        <p className="digest">
          {t("digest")}: {version.digest}
        </p>
        <p>
          <a className="tap" href={`/${locale}/petitions/${slug}`}>
            {t("versionCurrent")}
          </a>
        </p>
      </Notice>
      <div className="part">
        <TextCorrections
          corrections={await correctionsSince(petition, version)}
          campaign={petition.campaign}
          publishedAt={version.publishedAt}
          locale={locale}
        />
        <PetitionText body={version.body} lang={version.locale} />
      </div>
    </PageShell>
  );
}
