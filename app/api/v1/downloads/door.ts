import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { findByCode, findOwnSignature } from "@/lib/signatures/own-queries";
import { download } from "@/lib/signatures/own-schema";
import { issueManageToken, type Proof } from "@/lib/signatures/own-signature";
import { json } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";
import { ownContext, readOwnAsk, refused } from "../own-signature";

/** POST /api/v1/downloads: all that is stored of a signature, as a file. A POST, so that no address holds the token. */
export const downloadsDoor: Door = async (request) => {
  const read = await readOwnAsk(request, "downloads", download);
  if ("refused" in read) return read.refused;
  const token = await tokenFor(read.ask.proof, request.now);
  if (!token) return refused(read.ask, { reason: "unknown" });
  const found = await findOwnSignature(ownContext(request.now), token);
  if (found.status === "gone") return refused(read.ask, { reason: "erased" });
  if (found.status !== "there") return refused(read.ask, { reason: found.status });
  const { undoUntil: _, newsUndoUntil: __, ...signature } = found.signature;
  return json(
    200,
    { asOf: request.now, signature },
    { "content-disposition": 'attachment; filename="signature.json"' },
  );
};

async function tokenFor(proof: Proof, now: Date): Promise<string | null> {
  if ("token" in proof) return proof.token;
  const id = await findByCode(pool(), proof.code, proof.petition);
  return id && issueManageToken(appKeys(), id, now);
}
