import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { SourceView } from "@/lib/evidence/types";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import { SourceKindName } from "./kind-name";

/** `lang`: the language that notes on sources are kept in. */
type SourceRecordProps = { source: SourceView; lang: Locale; locale: Locale };
type NotedProps = Omit<SourceRecordProps, "locale">;

/** All that is known of a document. What nobody saw is not filled in: a date that is not given is called so. */
export function SourceRecord({ source, lang, locale }: SourceRecordProps) {
  const t = useTranslations("source");
  const { authors, publisher, publisherNote, originalTitle, translator, translatedFrom } = source;
  return (
    <section className="part" aria-labelledby="record">
      <h2 id="record">{t("record")}</h2>
      <dl className="facts">
        <Fact label={t("kind")}>
          <SourceKindName kind={source.kind} lang={lang} />
        </Fact>
        <Fact label={t("authors", { count: authors.length })} lang={authors.length > 0 ? lang : undefined}>
          {authors.join("; ") || t("notGiven")}
        </Fact>
        <Fact label={t("publisher")} lang={publisher ? lang : undefined}>
          {publisher ?? t("notGiven")}
          <Note lang={lang}>{publisherNote}</Note>
        </Fact>
        <Published {...{ source, lang }} />
        <Fact label={t("language")}>
          {languageName(source.language, locale)}
          {translatedFrom && `, ${t("translatedFrom", { language: languageName(translatedFrom, locale) })}`}
          {translator && `, ${t("translator", { name: translator })}`}
        </Fact>
        {originalTitle && (
          <Fact label={t("originalTitle")} lang={lang}>
            <cite lang={translatedFrom ?? source.language}>{originalTitle}</cite>
          </Fact>
        )}
        {source.dataDate && (
          <Fact label={t("dataDate")} lang={lang}>
            {source.dataDate}
          </Fact>
        )}
        {source.description && (
          <Fact label={t("description")} lang={lang}>
            {source.description}
          </Fact>
        )}
        <Fact label={t("reliability")} lang={lang}>
          {source.reliability}
        </Fact>
        <Reading {...{ source, lang }} />
      </dl>
    </section>
  );
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

function Note({ lang, children }: { lang: Locale; children: string | null }) {
  return (
    children && (
      <p className="small quiet" lang={lang}>
        {children}
      </p>
    )
  );
}

/** Year, month or day as far as it is known, and how it is known. */
function Published({ source: { publicationDate, publicationDateNote }, lang }: NotedProps) {
  const t = useTranslations("source");
  const known = { 4: "year", 7: "month", 10: "day" } as const;
  const sure = publicationDate ? known[publicationDate.length as keyof typeof known] : "none";
  return (
    <Fact label={t("date")}>
      {publicationDate && (
        <>
          <time dateTime={publicationDate}>{publicationDate}</time> ·{" "}
        </>
      )}
      {t(`sure.${sure}`)}
      <Note lang={lang}>{publicationDateNote}</Note>
    </Fact>
  );
}

/** Where it can be read; a copy on an unrelated site is nobody's publication and is not linked. */
function Reading({ source: { link, listingLink, linkNote }, lang }: NotedProps) {
  const t = useTranslations("source");
  return (
    <Fact label={t("reading")}>
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
      <Note lang={lang}>{linkNote}</Note>
    </Fact>
  );
}

function shownAddress(address: string): string {
  return address.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}
