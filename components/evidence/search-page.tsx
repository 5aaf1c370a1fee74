import { useTranslations } from "next-intl";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import type { SearchKind, SearchResult } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { EvidenceLanguage } from "./evidence-language";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";
import { SearchBox } from "./search-box";
import { SearchHits } from "./search-hits";

type SearchPageProps = {
  campaign: EvidenceCampaign;
  /** What was searched for. */
  query: string;
  /** Where only one kind is shown. */
  kind?: SearchKind;
  result: SearchResult;
  locale: Locale;
};

type Searched = Extract<SearchResult, { status: "searched" }>;
type Narrowing = { kind?: SearchKind; page?: number };

/** The search in a campaign's evidence. Its address says what is searched for, so it is told to no other site. */
export function SearchPage({ campaign, query, kind, result, locale }: SearchPageProps) {
  const t = useTranslations("search");
  const paths = evidencePaths(campaign.slug);
  const address = ({ kind: only, page }: Narrowing) => searchAddress(paths.search, query, only, page);
  const title = query ? t("titleFor", { query }) : t("title");
  return (
    <PageShell locale={locale} path={address({ kind })} title={title} secret>
      <Opening title={t("title")} lead={t("lead")}>
        <p>
          <a className="tap" href={`/${locale}${paths.evidence}`}>
            {t("back")}
          </a>
        </p>
        <EvidenceLanguage {...{ campaign, locale }} />
      </Opening>
      <SearchBox campaign={campaign.slug} locale={locale} query={query} />
      {result.status === "too-long" && <p className="part">{t("tooLong")}</p>}
      {result.status === "no-words" && <p className="part">{t("noWords")}</p>}
      {result.status === "searched" && (
        <section className="part" aria-labelledby="found">
          <h2 id="found">{t("found", { query })}</h2>
          <Outcome {...{ result, kind, locale, address }} />
          <SearchHits hits={result.hits} paths={evidencePaths(campaign.slug, locale)} locale={locale} />
          <Pages {...{ result, kind, locale, address }} />
        </section>
      )}
    </PageShell>
  );
}

function searchAddress(path: string, query: string, kind?: SearchKind, page = 1): string {
  const asked = new URLSearchParams({ ...(query && { q: query }), ...(kind && { kind }) });
  if (page > 1) asked.set("page", String(page));
  return asked.size > 0 ? `${path}?${asked}` : path;
}

type OutcomeProps = {
  result: Searched;
  kind?: SearchKind;
  locale: Locale;
  address: (narrowing: Narrowing) => string;
};

/** How much there is, and of each kind a way to it alone. */
function Outcome({ result, kind, locale, address }: OutcomeProps) {
  const t = useTranslations("search");
  const totals = result.totals.filter(({ total }) => total > 0);
  if (totals.length === 0) return <p>{t("none")}</p>;
  const all = totals.reduce((sum, { total }) => sum + total, 0);
  const more = totals.some((each) => each.more);
  return (
    <>
      {more && <p className="mb-4">{t("more")}</p>}
      <nav aria-label={t("kind")}>
        <ul className="search-kinds">
          <KindLink
            href={`/${locale}${address({})}`}
            current={!kind}
            words={t("all", { count: all, more: String(more) })}
          />
          {totals.map((each) => (
            <KindLink
              key={each.kind}
              href={`/${locale}${address({ kind: each.kind })}`}
              current={kind === each.kind}
              words={t(`kinds.${each.kind}`, { count: each.total, more: String(each.more) })}
            />
          ))}
        </ul>
      </nav>
      {result.hits.length === 0 && <p>{t("noneHere")}</p>}
    </>
  );
}

function KindLink({ href, current, words }: { href: string; current: boolean; words: string }) {
  return (
    <li>
      <a className="tap" href={href} aria-current={current || undefined}>
        {words}
      </a>
    </li>
  );
}

function Pages({ result: { page, pages }, kind, locale, address }: OutcomeProps) {
  const t = useTranslations("search");
  if (pages <= 1 && page === 1) return null;
  const before = Math.min(page - 1, pages);
  return (
    <nav className="actions part no-print" aria-label={t("pages")}>
      {before > 0 && (
        <a className="tap" rel="prev" href={`/${locale}${address({ kind, page: before })}`}>
          {t("previous")}
        </a>
      )}
      <span className="small quiet">
        {t("page", { page: String(page), pages: String(Math.max(pages, page)) })}
      </span>
      {page < pages && (
        <a className="tap" rel="next" href={`/${locale}${address({ kind, page: page + 1 })}`}>
          {t("next")}
        </a>
      )}
    </nav>
  );
}
