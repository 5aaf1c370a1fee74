/** Where a signature stands. Restoring leads back to confirmed. */
export const SIGNATURE_STATES = ["pending", "confirmed", "withdrawn", "removed"] as const;
export type SignatureState = (typeof SIGNATURE_STATES)[number];

/** The one table of moves. A withdrawal can be undone for an hour. */
const SIGNATURE_MOVES: Record<SignatureState, readonly SignatureState[]> = {
  pending: ["confirmed"],
  confirmed: ["withdrawn", "removed"],
  withdrawn: ["confirmed"],
  removed: ["confirmed"],
};

/** Whether a signature may go from one state to another. */
export function mayMove(from: SignatureState, to: SignatureState): boolean {
  return SIGNATURE_MOVES[from].includes(to);
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
