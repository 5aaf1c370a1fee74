import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ClaimView, SourceView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { EVIDENCE_LANGUAGE } from "./claim-entry";
import { evidencePaths } from "./evidence-paths";
import { FigureText } from "./figure-text";

type ClaimRecordProps = {
  claim: ClaimView;
  source: SourceView;
  campaign: { slug: string };
  locale: Locale;
};

/** Who says it, of when and where, with which figures, and in which place of which document. */
export function ClaimRecord({ claim, source, campaign, locale }: ClaimRecordProps) {
  const t = useTranslations();
  return (
    <section className="part" aria-labelledby="record">
      <h2 id="record">{t("claim.record")}</h2>
      <dl className="facts">
        <Fact label={t("evidence.saidBy")}>{claim.speaker}</Fact>
        <Fact label={t("evidence.date")}>{claim.date.text}</Fact>
        {claim.place && <Fact label={t("claim.place")}>{claim.place}</Fact>}
        {claim.values.length > 0 && (
          <Fact label={t("claim.values")}>
            <ul>
              {claim.values.map((value, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two figures may be alike, and the list never changes in place
                <li key={index}>
                  <FigureText figure={value} locale={locale} />
                </li>
              ))}
            </ul>
          </Fact>
        )}
        <Fact label={t("evidence.source")}>
          <a href={evidencePaths(campaign.slug, locale).source(source.id)}>
            <cite>{source.title}</cite>
          </a>
          {source.publisher && <span className="quiet"> · {source.publisher}</span>}
        </Fact>
        <Fact label={t("claim.locator")} own>
          <Locator locator={claim.locator} />
        </Fact>
        <Fact label={t("claim.read")} own>
          {t(`claim.levels.${LEVELS[claim.evidenceLevel]}`)}
        </Fact>
      </dl>
    </section>
  );
}

const LEVELS = {
  seed: "document",
  "copy of official list": "officialCopy",
  "secondary report": "secondary",
  "primary (publisher page)": "publisher",
  "copy on unrelated site": "unrelated",
  "copy of primary document": "primaryCopy",
  "primary document": "primary",
} as const satisfies Record<ClaimView["evidenceLevel"], string>;

/** `own`: the words are the page's, not the evidence's. */
function Fact({ label, own, children }: { label: string; own?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd lang={own ? undefined : EVIDENCE_LANGUAGE}>{children}</dd>
    </div>
  );
}

function Locator({ locator }: Pick<ClaimView, "locator">) {
  const t = useTranslations("claim");
  if (locator === null) return t("noLocator");
  if (typeof locator === "string") return <span lang={EVIDENCE_LANGUAGE}>{locator}</span>;
  return t("line", { line: locator.line });
}
