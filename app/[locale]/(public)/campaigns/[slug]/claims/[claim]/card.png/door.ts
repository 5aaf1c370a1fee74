import { LRUCache } from "lru-cache";
import { createTranslator } from "next-intl";
import { findCampaign } from "@/lib/campaigns/queries";
import type { CampaignView } from "@/lib/campaigns/types";
import { settings } from "@/lib/config/runtime";
import { sha256 } from "@/lib/crypto/hash";
import { prisma } from "@/lib/db/prisma";
import type { ClaimCard } from "@/lib/evidence/draw-card";
import { findClaim } from "@/lib/evidence/queries";
import type { ClaimView } from "@/lib/evidence/types";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { problem } from "@/lib/web/answers";
import { type AsideResult, aside } from "@/lib/web/aside";
import type { Door } from "@/lib/web/door";
import { networkOf } from "@/lib/web/network";

/** The host asks again as soon as for a page: whoever follows a corrected page's new address must not get the old card. */
const CARD_AGE = "public, max-age=60, s-maxage=2";
/** Some 50 kB each. */
const drawn = new LRUCache<string, Uint8Array>({ max: 200 });

/** GET /{locale}/campaigns/{slug}/claims/{claim}/card.png: the picture that is shown where the claim is linked. */
export const claimCardDoor: Door = async ({ params, peer, requestId }) => {
  const { locale, slug = "", claim: key = "" } = params;
  if (!isLocale(locale)) return problem(404, { code: "unknown-path", requestId });
  const [campaign, claim] = await Promise.all([
    findCampaign(prisma(), slug, locale),
    findClaim(prisma(), slug, key),
  ]);
  if (!campaign || !claim) return problem(404, { code: "unknown-claim", requestId });
  const picture = await drawOnce(cardOf(claim, campaign, locale), networkOf(peer));
  if (!picture.ok) return problem(503, { code: "busy", requestId, headers: { "retry-after": "5" } });
  const headers = { "content-type": "image/png", "cache-control": CARD_AGE };
  return { status: 200, headers, body: picture.value };
};

type Words = ReturnType<typeof createTranslator<ReturnType<typeof messagesFor>>>;

/** What a claim's picture says, in the reader's language where the words are ours. */
export function cardOf(claim: ClaimView, campaign: CampaignView, locale: Locale): ClaimCard {
  const t = createTranslator({ locale, messages: messagesFor(locale) });
  const { speaker, date, verdict, statement } = claim;
  return {
    locale,
    campaign: `${t("site.name")} · ${campaign.title}`,
    statement,
    finding: t(`evidence.verdicts.${verdict.label}`),
    said: `${t("evidence.saidBy")}: ${speaker} · ${date.text}`,
    beside: besideOf(claim, t),
    address: `${settings().APP_URL}/campaigns/${campaign.slug}/claims/${claim.id}`.replace(
      /^https?:\/\//,
      "",
    ),
  };
}

/** What is right, or else who says otherwise: no statement that does not hold alone travels alone. */
function besideOf({ verdict, conflicts }: ClaimView, t: Words): string | null {
  if (verdict.correct) return `${t("evidence.correct")}: ${verdict.correct}`;
  if (conflicts.length === 0) return null;
  return `${t("evidence.differs")}: ${conflicts.map(({ note }) => note).join(" ")}`;
}

/** What is drawn depends on nothing but what the card says. */
async function drawOnce(card: ClaimCard, of: string): Promise<AsideResult<Uint8Array>> {
  const key = sha256(JSON.stringify(card)).toString("base64url");
  const known = drawn.get(key);
  if (known) return { ok: true, value: known };
  const result = await aside<Uint8Array>("lib/evidence/draw-card.tsx", card, { of });
  if (result.ok) drawn.set(key, result.value);
  return result;
}
