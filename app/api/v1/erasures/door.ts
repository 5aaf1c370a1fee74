import { eraseSignature } from "@/lib/signatures/erase-signature";
import { erasure } from "@/lib/signatures/own-schema";
import type { Door } from "@/lib/web/door";
import { again, done, ownContext, readOwnAsk, refused } from "../own-signature";

/** POST /api/v1/erasures */
export const erasuresDoor: Door = async (request) => {
  const read = await readOwnAsk(request, "erasures", erasure);
  if ("refused" in read) return read.refused;
  const { ask } = read;
  const { proof, fields, client } = ask;
  if (client === "form" && "token" in proof && !fields.sure) return again(ask, 422, "unsure");
  const result = await eraseSignature(ownContext(request.now), proof, { withdraw: fields.withdraw === "on" });
  return result.ok ? done(ask, result) : refused(ask, result);
};
