import { appKeys } from "@/lib/crypto/app-keys";
import { prisma } from "@/lib/db/prisma";
import { DEFAULT_LOCALE } from "@/lib/i18n/locales";
import { findLetterAction } from "@/lib/letters/queries";
import { issueChallenge } from "@/lib/signatures/proof-of-work";
import { json, problem } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";

/** GET /api/v1/campaigns/{slug}/proof: for a letter; always the same kind of challenge, whether letters are defended or not. */
export const letterProofDoor: Door = async (request) => {
  const action = await findLetterAction(prisma(), request.params.slug ?? "", DEFAULT_LOCALE);
  if (!action) return problem(404, { code: "unknown-campaign", requestId: request.requestId });
  if (!action.isOpen) return problem(409, { code: "closed", requestId: request.requestId });
  return json(200, await issueChallenge(appKeys(), action.campaign.id, request.now));
};
