import { expect, test } from "vitest";
import { CampaignPreview } from "@/components/campaigns/campaign-preview";
import { CAMPAIGN, CLAIM, ORIGIN, render } from "@/components/evidence/evidence-pages.setup";
import type { PetitionView } from "@/lib/petitions/types";
import { PetitionPreview } from "./petition-preview";

const PETITION: PetitionView = {
  ...{ id: "9f0c2f9e-6f0e-4a53-9c0e-0f4f4f7b7a11", slug: "zastavte", state: "open", versions: [] },
  campaign: { slug: CAMPAIGN.slug, title: CAMPAIGN.title, defaultLocale: "ko" },
  ...{ opensAt: null, closedAt: null, targets: [], asOf: null, claims: [CLAIM] },
  counts: { confirmed: 0, withdrawn: 0, removed: 0, paper: 0, partner: 0 },
  version: {
    ...{ number: 2, locale: "ko", title: "</script>“멈춰라”", addressee: "외교부", digest: "0".repeat(64) },
    body: { opening: [], demands: [], closing: [] },
    publishedAt: new Date("2026-03-02T12:00:00.000Z"),
  },
};

const CITED = [{ "@type": "Claim", url: ORIGIN + CLAIM.page, text: CLAIM.statement }];

/** Data for machines, and the tags of previews by name. */
function readBy(html: string) {
  const [, data = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
  const tags = [...html.matchAll(/property="og:(\w+)" content="([^"]*)"/g)];
  return { data: JSON.parse(data), tags: Object.fromEntries(tags.map(([, name, value]) => [name, value])) };
}

test("a petition is previewed where it is linked, and machines read to whom it goes and what it cites", () => {
  const { data, tags } = readBy(
    render(PetitionPreview, { petition: PETITION, locale: "en", origin: ORIGIN }),
  );
  expect(tags).toMatchObject({ description: "외교부", url: `${ORIGIN}/en/petitions/zastavte` });
  expect(data).toMatchObject({
    ...{ name: PETITION.version.title, version: 2, inLanguage: "ko", citation: CITED },
    audience: { name: "외교부" },
  });
});

test("a campaign is previewed where it is linked, with the claims its page rests on", () => {
  const { data, tags } = readBy(
    render(CampaignPreview, { campaign: CAMPAIGN, claims: [CLAIM], locale: "en", origin: ORIGIN }),
  );
  expect(tags).toMatchObject({ title: CAMPAIGN.title, url: `${ORIGIN}/en/campaigns/zastavte` });
  expect(data).toMatchObject({ name: CAMPAIGN.title, abstract: CAMPAIGN.ask, citation: CITED });
});
