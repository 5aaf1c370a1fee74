import { newsStop } from "@/lib/signatures/own-schema";
import { stopUpdates } from "@/lib/signatures/stop-updates";
import type { Door } from "@/lib/web/door";
import { done, ownContext, readOwnAsk, refused } from "../own-signature";

/** POST /api/v1/news-stops */
export const newsStopsDoor: Door = async (request) => {
  const read = await readOwnAsk(request, "news-stops", newsStop);
  if ("refused" in read) return read.refused;
  const { ask } = read;
  const undo = ask.fields.undo === "on";
  const result = await stopUpdates(ownContext(request.now), ask.proof, { undo });
  return result.ok ? done(ask, result) : refused(ask, result);
};
