import { useTranslations } from "next-intl";
import type { DossierLine } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { evidencePaths } from "./evidence-paths";

type DossierListProps = { dossiers: DossierLine[]; campaign: string; locale: Locale };

/** A campaign's dossiers in their order, each with what it is about and how many statements it cites. */
export function DossierList({ dossiers, campaign, locale }: DossierListProps) {
  const t = useTranslations("overview");
  const paths = evidencePaths(campaign, locale);
  return (
    <ol className="dossier-list">
      {dossiers.map(({ key, title, summary, claimTotal, locale: lang }) => (
        <li key={key}>
          <h3 lang={lang}>
            <a href={paths.dossier(key)}>{title}</a>
          </h3>
          <p lang={lang}>{summary}</p>
          <p className="small quiet">{t("statements", { count: claimTotal })}</p>
        </li>
      ))}
    </ol>
  );
}
