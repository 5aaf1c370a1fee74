import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PetitionText } from "@/components/petitions/petition-text";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { prisma } from "@/lib/db/prisma";
import { formatDay } from "@/lib/i18n/dates";
import { findPetitionVersion } from "@/lib/petitions/queries";
import { pageLocale } from "../../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string; number: string }> };

const NUMBER = /^[1-9]\d{0,5}$/;

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const { slug, number } = await params;
  const version = NUMBER.test(number)
    ? await findPetitionVersion(prisma(), slug, Number(number), locale)
    : null;
  if (!version) notFound();
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
        <PetitionText body={version.body} lang={version.locale} />
      </div>
    </PageShell>
  );
}
