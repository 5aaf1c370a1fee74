import type { KeyRing } from "@/lib/crypto/keys";
import type { Db } from "@/lib/db/prisma";
import { openReply } from "./sealed-reply";
import type { Answer, ReplyKind } from "./states";
import type { OwnAnswers } from "./types";

/** The answers to one letter, for its writer alone. Takes the letter's id; what is forgotten is empty. */
export async function ownAnswers(db: Db, keys: KeyRing, letterId: string): Promise<OwnAnswers> {
  const rows = await db.letterReply.findMany({
    where: { letterId },
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
  });
  const told = rows.find(({ via }) => via === "told");
  const said = told && openReply(keys, { subject_enc: told.subjectEnc, text_enc: told.textEnc });
  return {
    told: told
      ? {
          answer: told.answer as Answer,
          gist: said?.subject ?? "",
          text: said?.text ?? "",
          isOffered: told.moderation !== "private",
          at: told.receivedAt,
        }
      : null,
    came: rows
      .filter(({ via }) => via === "relay")
      .map(({ id, kind, receivedAt, providerId, forwardId }) => ({
        id,
        kind: (kind as ReplyKind | null) ?? "waiting",
        at: receivedAt,
        isForwarded: kind === null || providerId === null ? null : forwardId !== null,
      })),
  };
}
