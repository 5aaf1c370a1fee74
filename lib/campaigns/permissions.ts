import type { Actor } from "@/lib/people/permissions";
import { PUBLIC_STATES } from "./states";

/** What an account may be in a campaign's team; anything else in the database gives no right. */
export const ROLES = ["owner", "organizer", "moderator", "analyst"] as const;
export type Role = (typeof ROLES)[number];

/** Those who decide what a campaign says. */
const EDITORS: readonly string[] = ["owner", "organizer"];

/** Whether someone with this role (null: none) in the campaign may see it: everyone a public one, its team a draft. */
export function canSeeCampaign(actor: Actor, role: string | null, campaign: { state: string }): boolean {
  if (PUBLIC_STATES.some((state) => state === campaign.state)) return true;
  return actor !== null && ROLES.some((known) => known === role);
}

/** The operator makes campaigns and names their owners. */
export function canCreateCampaign(actor: Actor): boolean {
  return actor?.isOwner === true;
}

/** Whether someone with this role in the campaign may change its words, targets and state. */
export function canEditCampaign(actor: Actor, role: string | null): boolean {
  return actor !== null && role !== null && EDITORS.includes(role);
}
