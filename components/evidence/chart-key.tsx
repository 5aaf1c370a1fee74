import { useTranslations } from "next-intl";
import { RangeShape } from "./comparison-chart";

/** How the charts of figures that differ are read. */
export function ChartKey() {
  const t = useTranslations("conflicts");
  const shapes = [
    { words: t("keyPoint"), low: 1, high: 1, open: null, exact: true },
    { words: t("keyAbout"), low: 1, high: 1, open: null, exact: false },
    { words: t("keyRange"), low: 1, high: 2, open: null, exact: true },
    { words: t("keyAbove"), low: 1, high: 1, open: "above", exact: true },
    { words: t("keyBelow"), low: 1, high: 1, open: "below", exact: true },
  ] as const;
  return (
    <div className="chart-key small">
      <p>{t("key")}</p>
      <ul>
        {shapes.map(({ words, ...range }) => (
          <li key={words}>
            <svg className="strip sample" aria-hidden="true">
              <RangeShape
                {...range}
                from={range.low < range.high ? "10%" : "50%"}
                to={range.low < range.high ? "90%" : "50%"}
              />
            </svg>
            {words}
          </li>
        ))}
      </ul>
    </div>
  );
}
