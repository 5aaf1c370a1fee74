import { pool } from "@/lib/db/pool";
import { figureHistory } from "@/lib/signatures/published-figures";
import type { Door } from "@/lib/web/door";
import { answerOne, answerTable, FIGURES_AGE } from "../../../answers";

const HEADER = ["day", "total", "change", "change_since", "withheld"];

/** GET /api/v1/petitions/{slug}/history.csv */
export const historyTableDoor: Door = async (request) => {
  const slug = request.params.slug ?? "";
  const history = await figureHistory(pool(), slug);
  if (!history) return answerOne(request, null, "unknown-petition", FIGURES_AGE);
  const rows = history.items.map(({ day, total, change, since, withheld }) => [
    day,
    total,
    change,
    since,
    withheld,
  ]);
  return answerTable(request, { name: `${slug}-history`, header: HEADER, rows });
};
