import type { OwnLetter } from "@/lib/letters/types";

/** Key of its state's title below letters.mine.titles: what is carried is handed over, and reaches no mail server. */
export function titleOf({ state, channel }: Pick<OwnLetter, "state" | "channel">) {
  return state === "delivered" && channel === "hand-over" ? "handed-over" : state;
}

/** Key below letters.mine of what its state means; where it ended, by whose doing. Words of what is printed promise no more. */
export function meaningOf({ state, channel, isPacked, endedBy }: OwnLetter) {
  if (state === "withdrawn" && isPacked) return "ended.packed" as const;
  if (state === "refused" && endedBy === "office" && channel === "hand-over") return "ended.door" as const;
  if (state === "withdrawn" || state === "refused") return `ended.${endedBy ?? "campaign"}` as const;
  if (state === "confirmed" && isPacked) return "states.packed" as const;
  return `states.${state === "delivered" && channel === "hand-over" ? "handed-over" : state}` as const;
}
