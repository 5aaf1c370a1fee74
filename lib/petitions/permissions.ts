import { canEditCampaign } from "@/lib/campaigns/permissions";
import type { Actor } from "@/lib/people/permissions";

/** Whether someone with this role in the campaign may make petitions and publish their texts. */
export function canPublishPetition(actor: Actor, role: string | null): boolean {
  return canEditCampaign(actor, role);
}
