import { useTranslations } from "next-intl";
import type { CampaignWithEvidence, ClaimView, DossierLine } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { EvidenceLanguage } from "./evidence-language";
import { evidencePaths } from "./evidence-paths";
import { NumberedClaims } from "./numbered-claims";
import { VerdictTable } from "./verdict-table";

type EvidenceProps = {
  campaign: CampaignWithEvidence;
  claims: ClaimView[];
  dossiers: DossierLine[];
  locale: Locale;
};

/** The ways to all the evidence, the claims the page rests on, and how all statements of the campaign stand. */
export function EvidenceBrief({ campaign, claims, dossiers, locale }: EvidenceProps) {
  const t = useTranslations();
  return (
    <section className="part" aria-labelledby="evidence">
      <h2 id="evidence">{t("campaign.evidence")}</h2>
      <p className="small quiet">{t("campaign.evidenceLead")}</p>
      <EvidenceLanguage {...{ campaign, locale }} />
      <EvidenceLinks {...{ campaign, dossiers, locale }} />
      <div className="mt-6">
        <NumberedClaims claims={claims} campaign={campaign} locale={locale} />
      </div>
      <div className="mt-8">
        <VerdictTable campaign={campaign} locale={locale} />
      </div>
    </section>
  );
}

function EvidenceLinks({ campaign, dossiers, locale }: Omit<EvidenceProps, "claims">) {
  const t = useTranslations("overview");
  const paths = evidencePaths(campaign.slug, locale);
  return (
    <nav className="evidence-links" aria-label={t("label")}>
      <ul>
        {dossiers.map(({ key, title, locale: lang }) => (
          <li key={key}>
            <a className="tap" href={paths.dossier(key)} lang={lang}>
              {title}
            </a>
          </li>
        ))}
        <li>
          <a className="tap" href={paths.evidence}>
            <b>{t("link")}</b>
          </a>
        </li>
      </ul>
      <p className="small quiet">{t("linkLead")}</p>
    </nav>
  );
}
