import { changeDisplay } from "@/lib/signatures/change-display";
import { displayChange } from "@/lib/signatures/own-schema";
import { problem } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";
import { again, done, ownContext, readOwnAsk, refused } from "../own-signature";

/** POST /api/v1/displays */
export const displaysDoor: Door = async (request) => {
  const read = await readOwnAsk(request, "displays", displayChange);
  if ("refused" in read) return read.refused;
  const { ask } = read;
  const result = await changeDisplay(ownContext(request.now), ask.proof, ask.fields.display);
  if (result.ok) return done(ask, result);
  if (result.reason !== "invalid") return refused(ask, result);
  if (ask.client === "form" && "token" in ask.proof) return again(ask, 422, "lacks");
  const errors = { display: `needs-${result.lacks}` };
  return problem(422, { code: "invalid", errors, requestId: request.requestId });
};
