import { canEditCampaign, ROLES } from "@/lib/campaigns/permissions";
import type { Actor } from "@/lib/people/permissions";

// The workspace's pages will ask, once there are any. The operator's commands ask nothing: whoever has the command line has the
// whole installation.

/** Whether someone with this role in the campaign may bring in and correct its sources and claims. */
export function canImportEvidence(actor: Actor, role: string | null): boolean {
  return canEditCampaign(actor, role);
}

/** Whether someone with this role in the campaign may keep documents of its sources, and take them away. */
export function canKeepDocuments(actor: Actor, role: string | null): boolean {
  return canEditCampaign(actor, role);
}

/** Whether someone with this role in the campaign may read what its team keeps for itself: its team, and nobody else. */
export function canReadDocuments(actor: Actor, role: string | null): boolean {
  return actor !== null && ROLES.some((known) => known === role);
}
