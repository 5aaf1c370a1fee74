import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import type { Locale } from "@/lib/i18n/locales";

type WriteClosedProps = { campaign: { slug: string; title: string }; locale: Locale };

/** No letters can be written for this campaign now. */
export function WriteClosed({ campaign, locale }: WriteClosedProps) {
  const t = useTranslations("letters");
  return (
    <PageShell locale={locale} path={`/letters/${campaign.slug}`} title={t("closed")}>
      <Opening title={t("closed")} lead={t("closedText")} />
      <p className="actions">
        <ButtonLink href={`/${locale}/campaigns/${campaign.slug}`}>{campaign.title}</ButtonLink>
      </p>
    </PageShell>
  );
}
