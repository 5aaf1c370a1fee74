import { useTranslations } from "next-intl";
import type { ClaimView, OfficialActionView } from "@/lib/evidence/types";
import { countryName } from "@/lib/i18n/country-names";
import { ClaimLinks, claimsNamed } from "./claim-links";
import type { EvidencePlace } from "./evidence-frame";
import { entryId } from "./evidence-paths";

type OfficialActsProps = EvidencePlace & { actions: OfficialActionView[]; claims: ClaimView[] };

/** What parliaments, governments and UN bodies did, by date. */
export function OfficialActs({ actions, claims, ...place }: OfficialActsProps) {
  const t = useTranslations("demands");
  return (
    <section className="part" aria-labelledby="acts">
      <h2 id="acts">{t("acts")}</h2>
      <p className="small quiet prose">{t("actsLead")}</p>
      <ol className="evidence-list">
        {actions.map((action) => (
          <Act key={action.id} action={action} claims={claimsNamed(action.claims, claims)} {...place} />
        ))}
      </ol>
    </section>
  );
}

type ActProps = EvidencePlace & { action: OfficialActionView; claims: ClaimView[] };

function Act({ action, claims, campaign, locale }: ActProps) {
  const t = useTranslations("demands");
  const countries = action.countries.map((code) => countryName(code, locale)).join(", ");
  return (
    <li id={entryId("act", action.id)}>
      <p className="small quiet">
        <span lang={campaign.defaultLocale}>{action.date.text}</span>
        {countries && ` · ${countries}`}
      </p>
      <p className="evidence-said" lang={campaign.defaultLocale}>
        <b>{action.actor}</b>: {action.action}
      </p>
      {!action.verified && <p className="small">{t("unverified")}</p>}
      {action.note && (
        <p className="small" lang={campaign.defaultLocale}>
          {action.note}
        </p>
      )}
      <ClaimLinks {...{ claims, campaign, locale }} />
      {action.link && (
        <p className="small">
          <a href={action.link} rel="noreferrer" aria-label={t("linkOf", { title: action.action })}>
            {t("link")}
          </a>
        </p>
      )}
    </li>
  );
}
