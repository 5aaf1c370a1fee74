import { canEditCampaign } from "@/lib/campaigns/permissions";
import type { Actor } from "@/lib/people/permissions";

/** Whether someone with this role in the campaign may bring in and correct its sources and claims. */
export function canImportEvidence(actor: Actor, role: string | null): boolean {
  return canEditCampaign(actor, role);
}
