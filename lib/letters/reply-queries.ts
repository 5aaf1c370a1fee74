import type { Db } from "@/lib/db/prisma";
import { lastMonday } from "@/lib/signatures/figures-week";
import type { Answer } from "./states";

/** What a moderator shows of an answer, in the moderator's wording, and the Monday of the week (UTC) in which it came. */
export type ShownReply = {
  id: string;
  via: "relay" | "told";
  answer: Answer | null;
  week: string;
  text: string;
};

/**
 * The answers of an office that are shown, newest first, at most 100. Takes the target's id. Nothing else of a reply is
 * public.
 */
export async function shownReplies(db: Db, targetId: string): Promise<ShownReply[]> {
  const rows = await db.letterReply.findMany({
    where: { targetId, moderation: "shown" },
    orderBy: [{ receivedAt: "desc" }, { id: "asc" }],
    take: SHOWN,
  });
  return rows.map(({ id, via, answer, receivedAt, shownText }) => ({
    id,
    via: via === "relay" ? "relay" : "told",
    answer: answer as Answer | null,
    week: lastMonday(receivedAt).toISOString().slice(0, 10),
    text: shownText ?? "",
  }));
}

const SHOWN = 100;
