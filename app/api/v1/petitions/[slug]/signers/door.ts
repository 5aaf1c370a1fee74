import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { listPublicSigners } from "@/lib/signatures/public-signers";
import type { Door } from "@/lib/web/door";
import { answerPage, COUNT_AGE } from "../../../answers";
import { readParameters, signerListParameters } from "../../../parameters";

/** GET /api/v1/petitions/{slug}/signers. Kept for seconds only: whoever leaves is to be gone at once. */
export const signersDoor: Door = async (request) => {
  const read = readParameters(request, signerListParameters);
  if (!read.ok) return read.refused;
  const page = await listPublicSigners(pool(), appKeys(), request.params.slug ?? "", read.values);
  return answerPage(request, page, "unknown-petition", COUNT_AGE);
};
