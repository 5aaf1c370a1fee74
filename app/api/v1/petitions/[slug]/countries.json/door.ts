import { pool } from "@/lib/db/pool";
import { countryFigures } from "@/lib/signatures/published-figures";
import type { Door } from "@/lib/web/door";
import { answerOne, FIGURES_AGE } from "../../../answers";
import { readParameters, refuseParameters, weekParameters } from "../../../parameters";

/** GET /api/v1/petitions/{slug}/countries.json */
export const countriesDoor: Door = async (request) => {
  const read = readParameters(request, weekParameters);
  if (!read.ok) return read.refused;
  const figures = await countryFigures(pool(), request.params.slug ?? "", {
    ...read.values,
    now: request.now,
  });
  if (figures === "unknown-week") return refuseParameters(request, ["week"]);
  return answerOne(request, figures, "unknown-petition", FIGURES_AGE);
};
