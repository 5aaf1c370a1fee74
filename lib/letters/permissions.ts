import { canEditCampaign } from "@/lib/campaigns/permissions";
import type { Actor } from "@/lib/people/permissions";

// The workspace's pages will ask, once there are any. The operator's commands ask nothing: whoever has the command line has the
// whole installation.

/** Whether someone with this role in the campaign may publish letter templates, mark addresses as checked and make packets. */
export function canPublishLetter(actor: Actor, role: string | null): boolean {
  return canEditCampaign(actor, role);
}

/** Whether someone with this role may stop a campaign's letters, or let them go on. */
export function canFreezeLetters(actor: Actor, role: string | null): boolean {
  return canEditCampaign(actor, role);
}

/** Whether someone with this role may read letters that are held and answers that are offered, and decide about them. */
export function canReviewLetters(actor: Actor, role: string | null): boolean {
  return canEditCampaign(actor, role) || (actor !== null && role === "moderator");
}
