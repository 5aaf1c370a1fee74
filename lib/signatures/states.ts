/** Where a signature stands. Restoring leads back to confirmed. */
export const SIGNATURE_STATES = ["pending", "confirmed", "withdrawn", "removed"] as const;
export type SignatureState = (typeof SIGNATURE_STATES)[number];

type Move = {
  from: SignatureState;
  to: SignatureState;
  counts: "confirm" | "withdraw" | "remove" | "restore";
};

/** The one table of moves, each with the entry that it makes in the count. `return` undoes a withdrawal, for an hour. */
export const SIGNATURE_MOVES = {
  confirm: { from: "pending", to: "confirmed", counts: "confirm" },
  withdraw: { from: "confirmed", to: "withdrawn", counts: "withdraw" },
  return: { from: "withdrawn", to: "confirmed", counts: "restore" },
  remove: { from: "confirmed", to: "removed", counts: "remove" },
  restore: { from: "removed", to: "confirmed", counts: "restore" },
} as const satisfies Record<string, Move>;
export type SignatureMove = keyof typeof SIGNATURE_MOVES;

/** Whether a signature in a state may make a move. */
export function mayMove(state: SignatureState, move: SignatureMove): boolean {
  return SIGNATURE_MOVES[move].from === state;
}

/** How a signature is shown, from the least to the most public. Where two sign-ups disagree the least public wins. */
export const DISPLAYS = ["counted", "initials", "public"] as const;
export type Display = (typeof DISPLAYS)[number];

/** Displays under which a signature stands in the public list. */
export const SHOWN_DISPLAYS = ["initials", "public"] as const satisfies readonly Display[];
export type ShownDisplay = (typeof SHOWN_DISPLAYS)[number];

/** What a moderator decided of a reason; none: nobody has looked. Only "shown" is public. */
export const REASON_STATES = ["pending", "shown", "hidden"] as const;
export type ReasonState = (typeof REASON_STATES)[number];
