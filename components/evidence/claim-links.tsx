import { useTranslations } from "next-intl";
import { type ClaimView, correctedAt } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { CorrectedOn } from "./correction-line";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { VerdictMark } from "./verdict-mark";

type ClaimLinksProps = {
  claims: ClaimView[];
  campaign: EvidenceCampaign;
  locale: Locale;
  /** What they are to it, where it does not rest on them. */
  name?: string;
};

/** The statements something rests on: by whom, of when, how each stands, and in which document. */
export function ClaimLinks({ claims, campaign, locale, name }: ClaimLinksProps) {
  const t = useTranslations("evidenceList");
  const paths = evidencePaths(campaign.slug, locale);
  if (claims.length === 0) return null;
  return (
    <div className="rests-on">
      <p>{name ?? t("restsOn")}</p>
      <ul>
        {claims.map(({ id, speaker, date, verdict, source, revisions }) => (
          <li key={id}>
            <a href={paths.claim(id)} lang={campaign.defaultLocale}>
              {speaker}, {date.text}
            </a>{" "}
            <VerdictMark verdict={verdict.label} />{" "}
            <CorrectedOn at={correctedAt({ revisions })} locale={locale} />{" "}
            <a className="quiet" href={paths.source(source.id)} lang={campaign.defaultLocale}>
              <cite>{source.title}</cite>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The claims with these keys, in the order of the keys. */
export function claimsNamed(keys: readonly string[], known: readonly ClaimView[]): ClaimView[] {
  return keys.flatMap((key) => known.find(({ id }) => id === key) ?? []);
}
