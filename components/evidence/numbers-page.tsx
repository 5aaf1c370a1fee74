import { useTranslations } from "next-intl";
import { NUMBER_SORTS } from "@/lib/evidence/schema";
import type { NumberRow, NumberSort } from "@/lib/evidence/types";
import { CorrectedOn } from "./correction-line";
import { EvidenceFrame, type EvidencePlace } from "./evidence-frame";
import { evidencePaths } from "./evidence-paths";
import { FigureAmount } from "./figure-text";
import { FurtherPages } from "./further-pages";
import { VerdictMark } from "./verdict-mark";

type Sorting = { sort: NumberSort; descending: boolean };
const COLUMN_SORTS = NUMBER_SORTS.filter((sort) => sort !== "claim");
type NumbersPageProps = EvidencePlace & {
  numbers: NumberRow[];
  sorting: Sorting;
  next: string | null;
  further: boolean;
};

/** Every figure with its unit, its date, who gives it, and how it stands. */
export function NumbersPage({ numbers, sorting, next, further, ...place }: NumbersPageProps) {
  const t = useTranslations("numbers");
  const address = addressOf(place, sorting);
  // The order of the import is that of no column: it is said, or led back to.
  const own = addressOf(place, { sort: "claim", descending: false });
  return (
    <EvidenceFrame {...place} page="numbers" title={t("title")} lead={t("lead")}>
      <p className="prose small">
        {t("order")} {address === own && t("own")}
      </p>
      {address !== own && (
        <p>
          <a className="tap" href={own}>
            {t("back")}
          </a>
        </p>
      )}
      <p>
        <a className="tap" href={`/api/v1/campaigns/${place.campaign.slug}/numbers.csv`} download>
          {t("download")}
        </a>
      </p>
      {numbers.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <table className="evidence-table numbers">
          <caption className="unseen">{t("title")}</caption>
          <Heads sorting={sorting} {...place} />
          <tbody>
            {numbers.map((number) => (
              <NumberLine key={number.id} number={number} {...place} />
            ))}
          </tbody>
        </table>
      )}
      <FurtherPages {...{ address, next, further }} />
    </EvidenceFrame>
  );
}

type Whose = Pick<EvidencePlace, "campaign" | "locale">;

/** The order of the import needs no words in the address. */
function addressOf({ campaign, locale }: Whose, { sort, descending }: Sorting): string {
  const path = evidencePaths(campaign.slug, locale).page("numbers");
  if (sort === "claim" && !descending) return path;
  return `${path}?sort=${sort}${descending ? "&order=descending" : ""}`;
}

/** Each head asks for its own order, and once more for the other way round; statements are in nobody's. */
function Heads({ sorting, ...place }: Whose & { sorting: Sorting }) {
  const t = useTranslations("numbers");
  return (
    <thead>
      <tr>
        <th scope="col">{t("heads.claim")}</th>
        {COLUMN_SORTS.map((sort) => {
          const isSorted = sort === sorting.sort;
          const descending = isSorted && !sorting.descending;
          const direction = sorting.descending ? "descending" : "ascending";
          return (
            <th key={sort} scope="col" aria-sort={isSorted ? direction : undefined}>
              <a href={addressOf(place, { sort, descending })}>
                {t(`heads.${sort}`)}
                <span aria-hidden="true">{isSorted && (sorting.descending ? " ▼" : " ▲")}</span>
                <span className="unseen">, {t(descending ? "sortDown" : "sortUp")}</span>
              </a>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function NumberLine({ number, campaign, locale }: Whose & { number: NumberRow }) {
  const t = useTranslations("numbers.heads");
  const words = useTranslations();
  const paths = evidencePaths(campaign.slug, locale);
  return (
    <tr>
      <th scope="row">
        <a href={paths.claim(number.claim)} lang={campaign.defaultLocale}>
          {number.statement}
        </a>
      </th>
      <td data-name={t("value")} className="figure-cell">
        <FigureAmount figure={number} lang={campaign.defaultLocale} locale={locale} />
      </td>
      <td data-name={t("unit")} lang={campaign.defaultLocale}>
        {number.unit}
      </td>
      <td data-name={t("date")} lang={campaign.defaultLocale}>
        {number.date.text}
      </td>
      <td data-name={t("speaker")} lang={campaign.defaultLocale}>
        {number.speaker}
        {" · "}
        <a className="quiet" href={paths.source(number.source.id)}>
          <cite>{number.source.title}</cite>
        </a>
      </td>
      <td data-name={t("verdict")}>
        <VerdictMark verdict={number.verdict} /> <CorrectedOn at={number.correctedAt} locale={locale} />
        {number.disputed && (
          <a className="small" href={`${paths.claim(number.claim)}#disagrees`}>
            {words("numbers.against")}
          </a>
        )}
        {number.correct && (
          <p className="small">
            <b>{words("evidence.correct")}:</b> <span lang={campaign.defaultLocale}>{number.correct}</span>
          </p>
        )}
      </td>
    </tr>
  );
}
