import type { Db } from "@/lib/db/prisma";
import type { Answer } from "./states";

/** What a moderator shows of an answer, in the moderator's wording, and the Monday of the week (UTC) in which it came. */
export type ShownReply = {
  id: string;
  via: "relay" | "told";
  answer: Answer | null;
  week: string;
  text: string;
};

/** What is known of an office's answers. `relay` came to the campaign's own addresses, `told` is what writers say: never added. */
export type AnswerFigures = {
  relay: { answers: number; automatic: number; bounces: number };
  told: Record<Answer, number>;
  /** When the last answer came to a relay address; automatic ones are none. */
  lastAnswerAt: Date | null;
};

/** The answers of an office that are shown, newest first, at most 100. Takes the target's id. Nothing else of a reply is public. */
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
    week: mondayOf(receivedAt),
    text: shownText ?? "",
  }));
}

const SHOWN = 100;

/** Sums of an office's answers, whole: whoever shows them withholds small ones. Takes the target's id. */
export async function answerFigures(db: Db, targetId: string): Promise<AnswerFigures> {
  const cells = await db.letterReply.groupBy({
    by: ["via", "kind", "answer"],
    where: { targetId },
    _count: { _all: true },
  });
  const last = await db.letterReply.aggregate({
    where: { targetId, via: "relay", kind: "answer" },
    _max: { receivedAt: true },
  });
  const sum = (wanted: (cell: (typeof cells)[number]) => boolean) =>
    cells.filter(wanted).reduce((total, cell) => total + cell._count._all, 0);
  const relayed = (kind: string) => sum((cell) => cell.via === "relay" && cell.kind === kind);
  const told = (answer: Answer) => sum((cell) => cell.via === "told" && cell.answer === answer);
  return {
    relay: { answers: relayed("answer"), automatic: relayed("automatic"), bounces: relayed("bounce") },
    told: { none: told("none"), form: told("form"), real: told("real"), returned: told("returned") },
    lastAnswerAt: last._max.receivedAt,
  };
}

function mondayOf(at: Date): string {
  const day = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
