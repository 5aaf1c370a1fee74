/** The states of a campaign; a closed one says how it ended. */
export const CAMPAIGN_STATES = ["draft", "live", "paused", "won", "lost", "superseded"] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** Everyone may read these; a draft does not exist for the public. */
export const PUBLIC_STATES: readonly CampaignState[] = ["live", "paused", "won", "lost", "superseded"];

/** No more is asked of anyone. */
export const CLOSED_STATES: readonly CampaignState[] = ["won", "lost", "superseded"];

const MOVES: Record<CampaignState, readonly CampaignState[]> = {
  draft: ["live"],
  live: ["paused", ...CLOSED_STATES],
  paused: ["live", ...CLOSED_STATES],
  won: [],
  lost: [],
  superseded: [],
};

/** Whether a campaign may go from one state to another. */
export function canMoveCampaign(from: CampaignState, to: CampaignState): boolean {
  return MOVES[from].includes(to);
}
