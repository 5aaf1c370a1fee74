import { withdrawal } from "@/lib/signatures/own-schema";
import { undoWithdrawal } from "@/lib/signatures/undo-withdrawal";
import { withdrawSignature } from "@/lib/signatures/withdraw-signature";
import type { Door } from "@/lib/web/door";
import { again, done, ownContext, readOwnAsk, refused } from "../own-signature";

/** POST /api/v1/withdrawals */
export const withdrawalsDoor: Door = async (request) => {
  const read = await readOwnAsk(request, "withdrawals", withdrawal);
  if ("refused" in read) return read.refused;
  const { ask } = read;
  const { proof, fields, client } = ask;
  if (client === "form" && "token" in proof && !fields.undo && !fields.sure) return again(ask, 422, "unsure");
  const act = fields.undo ? undoWithdrawal : withdrawSignature;
  const result = await act(ownContext(request.now), proof);
  return result.ok ? done(ask, result) : refused(ask, result);
};
