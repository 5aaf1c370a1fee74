import { createTranslator } from "next-intl";
import { findCampaign } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { citeClaim } from "@/lib/evidence/cite-evidence";
import { findClaim } from "@/lib/evidence/queries";
import { DEFAULT_LOCALE } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import type { Door } from "@/lib/web/door";
import { answerCitation } from "../../../../../../citation-answers";

/** GET /api/v1/campaigns/{slug}/claims/{id}/citations/{format}: the statement in the campaign's language, our words in English. */
export const claimCitationDoor: Door = async (request) => {
  const { slug = "", id = "" } = request.params;
  const [campaign, claim] = await Promise.all([
    findCampaign(prisma(), slug, DEFAULT_LOCALE),
    findClaim(prisma(), slug, id),
  ]);
  if (!campaign || !claim) return answerCitation(request, null, "unknown-claim");
  const t = createTranslator({ locale: DEFAULT_LOCALE, messages: messagesFor(DEFAULT_LOCALE) });
  const { correct } = claim.verdict;
  const item = citeClaim({
    claim,
    address: `${settings().APP_URL}/campaigns/${slug}/claims/${claim.id}`,
    campaign: campaign.title,
    site: t("site.name"),
    language: campaign.defaultLocale,
    note: t(correct ? "cite.noteCorrect" : "cite.note", {
      correct: correct ?? "",
      speaker: claim.speaker,
      date: claim.date.text,
      source: claim.source.title,
      finding: t(`evidence.verdicts.${claim.verdict.label}`),
    }),
    now: request.now,
  });
  return answerCitation(request, item, "unknown-claim");
};
