/** Where a signature stands. Restoring leads back to confirmed. */
export const SIGNATURE_STATES = ["pending", "confirmed", "withdrawn", "removed"] as const;
export type SignatureState = (typeof SIGNATURE_STATES)[number];

/** The one table of moves. */
export const SIGNATURE_MOVES: Record<SignatureState, readonly SignatureState[]> = {
  pending: ["confirmed"],
  confirmed: ["withdrawn", "removed"],
  withdrawn: [],
  removed: ["confirmed"],
};

/** States that the published count counts. */
export const COUNTED_STATES: readonly SignatureState[] = ["confirmed"];

/** How a signature is shown, from the least to the most public. Where two sign-ups disagree the least public wins. */
export const DISPLAYS = ["counted", "initials", "public"] as const;
export type Display = (typeof DISPLAYS)[number];
