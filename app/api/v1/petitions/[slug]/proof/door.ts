import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { issueChallenge } from "@/lib/signatures/proof-of-work";
import { signablePetition, whyShut } from "@/lib/signatures/signable-petition";
import { json, problem } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";

/** GET /api/v1/petitions/{slug}/proof: always the same kind of challenge, so that nobody learns from it what is defended. */
export const proofDoor: Door = async (request) => {
  const slug = request.params.slug ?? "";
  const shut = await whyShut(pool(), appKeys(), slug);
  if (shut === "unknown") return problem(404, { code: "unknown-petition", requestId: request.requestId });
  const petition = await signablePetition(pool(), appKeys(), slug);
  if (shut || !petition) return problem(409, { code: "closed", requestId: request.requestId });
  return json(200, await issueChallenge(appKeys(), petition.id, request.now));
};
