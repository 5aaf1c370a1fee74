import { useTranslations } from "next-intl";
import type { SearchHit, Segment } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { CorrectedOn } from "./correction-line";
import type { EvidencePaths } from "./evidence-paths";
import { VerdictMark } from "./verdict-mark";

type HitsProps = { hits: SearchHit[]; paths: EvidencePaths; locale: Locale };

/** What was found, each leading to its page, with the words that were searched for marked. */
export function SearchHits({ hits, paths, locale }: HitsProps) {
  return (
    <ol className="search-hits">
      {hits.map((hit) => (
        <li key={`${hit.kind} ${hit.key}`}>
          <Hit hit={hit} href={paths[hit.kind](hit.key)} locale={locale} />
        </li>
      ))}
    </ol>
  );
}

function Hit({ hit, href, locale }: { hit: SearchHit; href: string; locale: Locale }) {
  const t = useTranslations("search");
  const words = useTranslations("evidence");
  const facts = [hit.by, hit.date].filter(({ length }) => length > 0);
  return (
    <>
      <p className="search-kind">{t(`kindOf.${hit.kind}`)}</p>
      <h3 className="search-title">
        <a href={href} lang={hit.lang} dir="auto">
          <Marked segments={hit.title} />
        </a>
      </h3>
      {hit.excerpt && (
        <p className="search-excerpt" lang={hit.lang} dir="auto">
          <Marked segments={hit.excerpt} />
        </p>
      )}
      {(facts.length > 0 || hit.verdict) && (
        <p className="search-facts">
          {facts.map((fact, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: who and when, always in this order
            <span key={index} lang={hit.lang}>
              <Marked segments={fact} />
            </span>
          ))}
          {hit.verdict && <VerdictMark verdict={hit.verdict} />}
          <CorrectedOn at={hit.correctedAt} locale={locale} />
        </p>
      )}
      {hit.correct && (
        <p className="search-facts">
          <span>
            <b>{words("correct")}:</b> <span lang={hit.lang}>{hit.correct}</span>
          </span>
        </p>
      )}
    </>
  );
}

function Marked({ segments }: { segments: Segment[] }) {
  return segments.map((segment, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which have no other name
    <Piece key={index} {...segment} />
  ));
}

function Piece({ text, marked }: Segment) {
  return marked ? <mark className="found">{text}</mark> : text;
}
