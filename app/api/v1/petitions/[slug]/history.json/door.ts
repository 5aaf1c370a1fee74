import { pool } from "@/lib/db/pool";
import { figureHistory } from "@/lib/signatures/published-figures";
import type { Door } from "@/lib/web/door";
import { answerOne, FIGURES_AGE } from "../../../answers";

/** GET /api/v1/petitions/{slug}/history.json */
export const historyDoor: Door = async (request) => {
  const history = await figureHistory(pool(), request.params.slug ?? "");
  return answerOne(request, history, "unknown-petition", FIGURES_AGE);
};
