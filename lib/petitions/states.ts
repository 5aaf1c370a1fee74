/** The states of a petition. */
export const PETITION_STATES = ["draft", "open", "paused", "closed"] as const;
export type PetitionState = (typeof PETITION_STATES)[number];

/** Everyone may read these; a draft does not exist for the public. */
export const PUBLIC_STATES: readonly PetitionState[] = ["open", "paused", "closed"];
