import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { campaignForLetters } from "@/lib/letters/campaign-for-letters";
import { issueChallenge } from "@/lib/signatures/proof-of-work";
import { json, problem } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";

/** GET /api/v1/campaigns/{slug}/proof: for a letter; always the same kind of challenge, whether letters are defended or not. */
export const letterProofDoor: Door = async (request) => {
  const campaign = await campaignForLetters(pool(), request.params.slug ?? "");
  if (!campaign) return problem(404, { code: "unknown-campaign", requestId: request.requestId });
  if (!campaign.isOpen) return problem(409, { code: "closed", requestId: request.requestId });
  return json(200, await issueChallenge(appKeys(), campaign.id, request.now));
};
