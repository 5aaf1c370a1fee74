import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ClaimView, SourceView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { FigureText } from "./figure-text";

type ClaimRecordProps = {
  claim: ClaimView;
  source: SourceView;
  campaign: EvidenceCampaign;
  locale: Locale;
};

/** Who says it, of when and where, with which figures, and in which place of which document. */
export function ClaimRecord({ claim, source, campaign, locale }: ClaimRecordProps) {
  const t = useTranslations();
  const lang = campaign.defaultLocale;
  return (
    <section className="part" aria-labelledby="record">
      <h2 id="record">{t("claim.record")}</h2>
      <dl className="facts">
        <Fact label={t("evidence.saidBy")} lang={lang}>
          {claim.speaker}
        </Fact>
        <Fact label={t("evidence.date")} lang={lang}>
          {claim.date.text}
        </Fact>
        {claim.place && (
          <Fact label={t("claim.place")} lang={lang}>
            {claim.place}
          </Fact>
        )}
        {claim.values.length > 0 && (
          <Fact label={t("claim.values")} lang={lang}>
            <ul>
              {claim.values.map((value, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two figures may be alike, and the list never changes in place
                <li key={index}>
                  <FigureText figure={value} lang={lang} locale={locale} />
                </li>
              ))}
            </ul>
          </Fact>
        )}
        <Fact label={t("evidence.source")} lang={lang}>
          <a href={evidencePaths(campaign.slug, locale).source(source.id)}>
            <cite>{source.title}</cite>
          </a>
          {source.publisher && <span className="quiet"> · {source.publisher}</span>}
        </Fact>
        <Fact label={t("claim.locator")}>
          <Locator locator={claim.locator} lang={lang} />
        </Fact>
        <Fact label={t("claim.read")}>
          <LevelName level={claim.evidenceLevel} />
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

/** What was read of a source: the document itself, a copy, a report about it. */
export function LevelName({ level }: { level: ClaimView["evidenceLevel"] }) {
  const t = useTranslations("claim.levels");
  return t(LEVELS[level]);
}

/** `lang`: the language of the words where they are the evidence's, not the page's. */
function Fact({ label, lang, children }: { label: string; lang?: Locale; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd lang={lang}>{children}</dd>
    </div>
  );
}

export function Locator({ locator, lang }: Pick<ClaimView, "locator"> & { lang: Locale }) {
  const t = useTranslations("claim");
  if (locator === null) return t("noLocator");
  if (typeof locator === "string") return <span lang={lang}>{locator}</span>;
  return t("line", { line: locator.line });
}
