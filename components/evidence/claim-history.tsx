import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateText } from "@/components/ui/date-text";
import type { ClaimView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import type { ShownClaim } from "./claim-entry";
import { LevelName, Locator } from "./claim-record";
import { evidencePaths } from "./evidence-paths";
import { FigureText } from "./figure-text";
import { VerdictMark } from "./verdict-mark";

type Revision = ClaimView["revisions"][number];
type EntryProps = Omit<ShownClaim, "claim"> & { revision: Revision };

/** What the claim said before, until when, and why it changed; the newest change first. */
export function ClaimHistory({ claim, campaign, locale }: ShownClaim) {
  const t = useTranslations("claim");
  return (
    <section className="part" aria-labelledby="history">
      <h2 id="history">{t("history")}</h2>
      {claim.revisions.length === 0 && <p>{t("historyNone")}</p>}
      <ol className="claims">
        {claim.revisions.map((revision, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes may fall into one moment, and the list never changes in place
          <li key={index}>
            <RevisionEntry {...{ revision, campaign, locale }} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function RevisionEntry({ revision, campaign, locale }: EntryProps) {
  const t = useTranslations("claim");
  const { at, reason, by, substantial, changed, before } = revision;
  return (
    <div>
      <p>
        <b>
          {t("until")} <DateText at={new Date(at)} locale={locale} day />
        </b>{" "}
        <span className="small quiet">
          {substantial && t("substantial")}
          {!substantial && changed.join() === "statement" && t("wordingOnly")}
        </span>
      </p>
      <ChangedFields changed={changed} />
      <blockquote className="before" lang={campaign.defaultLocale}>
        <p>{before.statement}</p>
        <Before {...{ revision, campaign, locale }} />
      </blockquote>
      <p className="small">
        <b>{t("why")}:</b> <span lang={campaign.defaultLocale}>{reason}</span>
      </p>
      <p className="small">
        <b>{t("by")}:</b> {by ? <span lang={campaign.defaultLocale}>{by}</span> : t("byTeam")}
      </p>
    </div>
  );
}

/** Names of the import format's fields, or of what they are a part of, in the catalog. */
const FIELD_NAMES = new Map([
  ["statement", "statement"],
  ["speaker", "speaker"],
  ["date", "date"],
  ["place", "place"],
  ["values", "values"],
  ["source", "source"],
  ["locator", "locator"],
  ["verdict.label", "finding"],
  ["verdict.reason", "reason"],
  ["verdict.correct", "correct"],
  ["verdict.fact_check", "check"],
  ["conflicts", "conflicts"],
  ["topic", "topic"],
  ["opinion", "nature"],
  ["contested", "nature"],
  ["evidence_level", "level"],
] as const);

/** What changed, by name; a field that has none here by its name in files. */
function ChangedFields({ changed }: Pick<Revision, "changed">) {
  const t = useTranslations("claim");
  const names = changed.map((field) => {
    const known = [...FIELD_NAMES].find(([name]) => name === field || field.startsWith(`${name}.`));
    return known ? t(`fields.${known[1]}`) : field;
  });
  if (names.length === 0) return null;
  return <p className="small quiet">{t("changed", { fields: [...new Set(names)].join(", ") })}</p>;
}

function Fact({ name, lang, children }: { name: string; lang?: Locale; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd lang={lang}>{children}</dd>
    </div>
  );
}

/** The claim as it stood, in one line of facts. */
function Before({ revision, campaign, locale }: EntryProps) {
  const t = useTranslations();
  const { speaker, date, place, values, verdict } = revision.before;
  return (
    <dl className="claim-facts">
      <Fact name={t("evidence.saidBy")}>{speaker}</Fact>
      <Fact name={t("evidence.date")}>{date.text}</Fact>
      {place && <Fact name={t("claim.place")}>{place}</Fact>}
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two figures may be alike, and the list never changes in place
        <Fact key={index} name={t("claim.values")}>
          <FigureText figure={value} lang={campaign.defaultLocale} locale={locale} />
        </Fact>
      ))}
      <Fact name={t("evidence.finding")} lang={locale}>
        <VerdictMark verdict={verdict.label} />
      </Fact>
      <Replaced {...{ revision, campaign, locale }} />
    </dl>
  );
}

/** Of what is not named of every revision, that which changed in it. */
function Replaced({ revision: { changed, before }, campaign, locale }: EntryProps) {
  const t = useTranslations();
  const { source, locator, verdict, conflicts, topic, evidenceLevel } = before;
  const has = (name: string) => changed.some((field) => field === name || field.startsWith(`${name}.`));
  return (
    <>
      {has("source") && (
        <Fact name={t("evidence.source")}>
          <a href={evidencePaths(campaign.slug, locale).source(source)}>{source}</a>
        </Fact>
      )}
      {has("locator") && (
        <Fact name={t("claim.locator")} lang={locale}>
          <Locator locator={locator} lang={campaign.defaultLocale} />
        </Fact>
      )}
      {has("verdict.reason") && <Fact name={t("claim.fields.reason")}>{verdict.reason}</Fact>}
      {has("verdict.correct") && verdict.correct && (
        <Fact name={t("evidence.correct")}>{verdict.correct}</Fact>
      )}
      {has("conflicts") && (
        <Fact name={t("claim.disagrees")}>{conflicts.map(({ note }) => note).join(" ")}</Fact>
      )}
      {has("topic") && <Fact name={t("claim.fields.topic")}>{topic.replaceAll("-", " ")}</Fact>}
      {(has("opinion") || has("contested")) && <Nature {...before} lang={locale} />}
      {has("evidence_level") && (
        <Fact name={t("claim.read")} lang={locale}>
          <LevelName level={evidenceLevel} />
        </Fact>
      )}
    </>
  );
}

function Nature({ opinion, contested, lang }: Pick<ClaimView, "opinion" | "contested"> & { lang: Locale }) {
  const t = useTranslations("claim");
  return (
    <Fact name={t("fields.nature")} lang={lang}>
      {opinion && t("opinion")} {contested && t("contested")} {!opinion && !contested && t("neither")}
    </Fact>
  );
}
