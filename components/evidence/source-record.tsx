import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { SourceView } from "@/lib/evidence/types";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import { EVIDENCE_LANGUAGE } from "./claim-entry";

export const KIND_KEYS = {
  "NGO report": "ngoReport",
  "academic op-ed": "opEd",
  "policy article": "policyArticle",
  "NGO issue paper": "issuePaper",
  reference: "reference",
} as const satisfies Record<SourceView["kind"], string>;

type SourceRecordProps = { source: SourceView; locale: Locale };

/** All that is known of a document. What nobody saw is not filled in: a date that is not given is called so. */
export function SourceRecord({ source, locale }: SourceRecordProps) {
  const t = useTranslations("source");
  const { authors, publisher, publisherNote, originalTitle, translator, translatedFrom } = source;
  return (
    <section className="part" aria-labelledby="record">
      <h2 id="record">{t("record")}</h2>
      <dl className="facts">
        <Fact label={t("kind")} own>
          {t(`kinds.${KIND_KEYS[source.kind]}`)}
        </Fact>
        <Fact label={t("authors", { count: authors.length })} own={authors.length === 0}>
          {authors.join("; ") || t("notGiven")}
        </Fact>
        <Fact label={t("publisher")} own={publisher === null}>
          {publisher ?? t("notGiven")}
          <Note>{publisherNote}</Note>
        </Fact>
        <Published source={source} />
        <Fact label={t("language")} own>
          {languageName(source.language, locale)}
          {translatedFrom && `, ${t("translatedFrom", { language: languageName(translatedFrom, locale) })}`}
          {translator && `, ${t("translator", { name: translator })}`}
        </Fact>
        {originalTitle && (
          <Fact label={t("originalTitle")}>
            <cite lang={translatedFrom ?? source.language}>{originalTitle}</cite>
          </Fact>
        )}
        {source.dataDate && <Fact label={t("dataDate")}>{source.dataDate}</Fact>}
        {source.description && <Fact label={t("description")}>{source.description}</Fact>}
        <Fact label={t("reliability")}>{source.reliability}</Fact>
        <Reading source={source} />
      </dl>
    </section>
  );
}

/** `own`: the words are the page's, not the evidence's. */
function Fact({ label, own, children }: { label: string; own?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd lang={own ? undefined : EVIDENCE_LANGUAGE}>{children}</dd>
    </div>
  );
}

function Note({ children }: { children: string | null }) {
  return (
    children && (
      <p className="small quiet" lang={EVIDENCE_LANGUAGE}>
        {children}
      </p>
    )
  );
}

/** Year, month or day as far as it is known, and how it is known. */
function Published({ source: { publicationDate, publicationDateNote } }: Pick<SourceRecordProps, "source">) {
  const t = useTranslations("source");
  const known = { 4: "year", 7: "month", 10: "day" } as const;
  const sure = publicationDate ? known[publicationDate.length as keyof typeof known] : "none";
  return (
    <Fact label={t("date")} own>
      {publicationDate && (
        <>
          <time dateTime={publicationDate}>{publicationDate}</time> ·{" "}
        </>
      )}
      {t(`sure.${sure}`)}
      <Note>{publicationDateNote}</Note>
    </Fact>
  );
}

/** Where it can be read; a copy on an unrelated site is nobody's publication and is not linked. */
function Reading({ source: { link, listingLink, linkNote } }: Pick<SourceRecordProps, "source">) {
  const t = useTranslations("source");
  return (
    <Fact label={t("reading")} own>
      {link ? (
        <a href={link} rel="noreferrer">
          {shownAddress(link)}
        </a>
      ) : (
        t("noLink")
      )}
      {listingLink && (
        <p className="small">
          {t("listing")}:{" "}
          <a href={listingLink} rel="noreferrer">
            {shownAddress(listingLink)}
          </a>
        </p>
      )}
      <Note>{linkNote}</Note>
    </Fact>
  );
}

function shownAddress(address: string): string {
  return address.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}
