import type { z } from "zod";
import type {
  campaignWithEvidence,
  claimRow,
  claimView,
  sourceRow,
  sourceView,
  TOPICS,
  VERDICTS,
  verdictTotals,
} from "./schema";

export type Topic = (typeof TOPICS)[number];
export type Verdict = (typeof VERDICTS)[number];
export type SourceRow = z.infer<typeof sourceRow>;
export type ClaimRow = z.infer<typeof claimRow>;
export type ClaimView = z.infer<typeof claimView>;
export type SourceView = z.infer<typeof sourceView>;
export type VerdictTotals = z.infer<typeof verdictTotals>;

/** A campaign with its evidence in brief: its key claims in full and how much more there is. */
export type CampaignWithEvidence = z.infer<typeof campaignWithEvidence>;

/** Which claims to list. `after` is the key of the last claim already seen; `q` words that must all occur. */
export type ClaimFilter = { topic?: Topic; q?: string; after?: string; limit: number };
