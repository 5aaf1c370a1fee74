import { pool } from "@/lib/db/pool";
import { countryName } from "@/lib/i18n/country-names";
import { countryFigures } from "@/lib/signatures/published-figures";
import type { Door } from "@/lib/web/door";
import { answerOne, answerTable, FIGURES_AGE } from "../../../answers";
import { readParameters, refuseParameters, weekTableParameters } from "../../../parameters";

const HEADER = ["week_from", "week_until", "country", "country_name", "at_least", "stands_since", "withheld"];

/** GET /api/v1/petitions/{slug}/countries.csv */
export const countryTableDoor: Door = async (request) => {
  const read = readParameters(request, weekTableParameters);
  if (!read.ok) return read.refused;
  const { week: asked, locale } = read.values;
  const slug = request.params.slug ?? "";
  const figures = await countryFigures(pool(), slug, { week: asked, now: request.now });
  if (figures === "unknown-week") return refuseParameters(request, ["week"]);
  if (!figures) return answerOne(request, null, "unknown-petition", FIGURES_AGE);
  const { week, items } = figures;
  const rows = items.map(({ country, atLeast, since, withheld }) => [
    week?.from ?? null,
    week?.until ?? null,
    country,
    countryName(country, locale),
    atLeast,
    since,
    withheld,
  ]);
  return answerTable(request, { name: `${slug}-countries`, header: HEADER, rows });
};
