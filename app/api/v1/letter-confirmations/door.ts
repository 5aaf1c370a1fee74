import { confirmLetter } from "@/lib/letters/confirm-letter";
import { ownLetterDoor } from "../own-letter";

/** POST /api/v1/letter-confirmations: the writer's mailbox says yes. The letter's state is told by its page. */
export const letterConfirmationsDoor = ownLetterDoor("letter-confirmations", async (context, token) => {
  const done = await confirmLetter(context, token);
  return done.ok ? { ok: true, status: "confirmed" } : done;
});
