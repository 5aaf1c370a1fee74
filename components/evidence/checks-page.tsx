import { useTranslations } from "next-intl";
import type { ClaimView, FactCheckView } from "@/lib/evidence/types";
import { ClaimLinks, claimsNamed } from "./claim-links";
import { EvidenceFrame, type EvidencePlace } from "./evidence-frame";
import { entryId, evidencePaths } from "./evidence-paths";
import { VerdictMark } from "./verdict-mark";

type ChecksPageProps = EvidencePlace & { checks: FactCheckView[]; claims: ClaimView[] };

/** Every place where a document was held against others: what was found, about which statements, by what. */
export function ChecksPage({ checks, claims, ...place }: ChecksPageProps) {
  const t = useTranslations("checks");
  return (
    <EvidenceFrame {...place} page="checks" title={t("title")} lead={t("lead", { count: checks.length })}>
      {checks.length === 0 && <p>{t("none")}</p>}
      <ol className="evidence-list">
        {checks.map((check) => (
          <Check key={check.number} check={check} claims={claimsNamed(check.claims, claims)} {...place} />
        ))}
      </ol>
    </EvidenceFrame>
  );
}

type CheckProps = EvidencePlace & { check: FactCheckView; claims: ClaimView[] };

function Check({ check, claims, campaign, locale }: CheckProps) {
  const t = useTranslations("checks");
  const { number, verdict, text, targets } = check;
  return (
    <li id={entryId("check", number)}>
      <h2 className="check-name">
        <span>{t("number", { number })}</span> <VerdictMark verdict={verdict} full />
      </h2>
      <p lang={campaign.defaultLocale}>{text}</p>
      <ClaimLinks {...{ claims, campaign, locale }} name={t("about")} />
      {targets.length > 0 && (
        <p className="small">
          {t("targets")}{" "}
          <span lang={campaign.defaultLocale}>{targets.map(({ name, key }) => name ?? key).join(" · ")}</span>
        </p>
      )}
      <CheckedAgainst {...{ check, campaign, locale }} />
    </li>
  );
}

/** A source we know by its page here, another by its address; what must not be linked is left to the text. */
function CheckedAgainst({ check: { sources }, campaign, locale }: Omit<CheckProps, "claims" | "origin">) {
  const t = useTranslations("checks");
  const paths = evidencePaths(campaign.slug, locale);
  const shown = sources.flatMap(({ id, title, link }) => {
    if (id) return [{ address: paths.source(id), name: title ?? id }];
    return link ? [{ address: link, name: new URL(link).host }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <p className="small">
      {t("against")}{" "}
      {shown.map(({ address, name }, index) => (
        <span key={address}>
          {index > 0 && " · "}
          <a href={address} rel="noreferrer" lang={campaign.defaultLocale}>
            {name}
          </a>
        </span>
      ))}
    </p>
  );
}
