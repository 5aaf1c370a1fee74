import { useTranslations } from "next-intl";
import type { FactCheckView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { VerdictMark } from "./verdict-mark";

type ClaimChecksProps = { checks: FactCheckView[]; campaign: EvidenceCampaign; locale: Locale };

/** What was found where the documents were held against others, and against which. */
export function ClaimChecks({ checks, campaign, locale }: ClaimChecksProps) {
  const t = useTranslations("claim");
  if (checks.length === 0) return null;
  return (
    <section className="part" aria-labelledby="checks">
      <h2 id="checks">{t("checks")}</h2>
      <ul className="claims checks">
        {checks.map(({ number, verdict, text, sources }) => (
          <li key={number} id={`check-${number}`}>
            <div>
              <p className="small">
                <b>{t("check", { number })}</b> · <VerdictMark verdict={verdict} />
              </p>
              <p lang={campaign.defaultLocale}>{text}</p>
              {sources.length > 0 && (
                <p className="small">
                  {t("checkedAgainst")}: <CheckSources {...{ sources, campaign, locale }} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

type CheckSourcesProps = { sources: FactCheckView["sources"]; campaign: EvidenceCampaign; locale: Locale };

function CheckSources({ sources, campaign, locale }: CheckSourcesProps) {
  const t = useTranslations("claim");
  return sources.map(({ id, title, link }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two may be unnamed, and the list never changes in place
    <span key={index} lang={campaign.defaultLocale}>
      {index > 0 && "; "}
      {id && title ? (
        <a href={evidencePaths(campaign.slug, locale).source(id)}>
          <cite>{title}</cite>
        </a>
      ) : link ? (
        <a href={link} rel="noreferrer">
          {new URL(link).hostname}
        </a>
      ) : (
        t("unlinked")
      )}
    </span>
  ));
}
