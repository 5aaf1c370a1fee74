import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AsOf } from "@/components/ui/as-of";
import { FigureNumber } from "@/components/ui/figure-number";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { PetitionView } from "@/lib/petitions/types";
import { nextMilestone } from "./milestone";

type TallyProps = {
  petition: Pick<PetitionView, "slug" | "counts" | "asOf">;
  locale: Locale;
  children?: ReactNode;
};

/** How many are counted, up to when, and the next round number. The script keeps it fresh where there is one. */
export function Tally({ petition, locale, children }: TallyProps) {
  const t = useTranslations("count");
  const { confirmed } = petition.counts;
  return (
    <div
      className="tally"
      data-count={`/api/v1/petitions/${petition.slug}/count`}
      data-updated={t("updated", { count: "%s" })}
      data-as-of={t.raw("asOf")}
    >
      <FigureNumber
        value={confirmed}
        label={t("confirmed", { count: confirmed })}
        locale={locale}
        asOf={<AsOf at={petition.asOf} locale={locale} />}
      />
      <Milestone confirmed={confirmed} locale={locale} />
      <LeftOut counts={petition.counts} />
      <FiguresLink slug={petition.slug} locale={locale} />
      {children}
    </div>
  );
}

function Milestone({ confirmed, locale }: { confirmed: number; locale: Locale }) {
  const t = useTranslations("count");
  const goal = nextMilestone(confirmed);
  const words = { count: formatNumber(confirmed, locale), milestone: formatNumber(goal, locale) };
  return (
    <>
      <progress className="bar" value={confirmed} max={goal} aria-label={t("progress", words)} />
      <p>{t("milestone", words)}</p>
    </>
  );
}

function FiguresLink({ slug, locale }: { slug: string; locale: Locale }) {
  const t = useTranslations("figures");
  return (
    <p>
      <a className="tap" href={`/${locale}/petitions/${slug}/figures`}>
        {t("link")}
      </a>
    </p>
  );
}

function LeftOut({ counts: { withdrawn, removed } }: { counts: PetitionView["counts"] }) {
  const t = useTranslations("count");
  const parts = [
    withdrawn > 0 && t("withdrawn", { count: withdrawn }),
    removed > 0 && t("removed", { count: removed }),
  ];
  const shown = parts.filter(Boolean).join(" · ");
  return <p className="quiet">{shown || t("how")}</p>;
}
