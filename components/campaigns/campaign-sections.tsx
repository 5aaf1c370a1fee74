import { CitedText } from "@/components/evidence/cited-text";
import type { CampaignWithEvidence } from "@/lib/evidence/types";

/** The campaign's own words. Sentences that rest on a key claim lead to it further down the page. */
export function CampaignSections({ campaign }: { campaign: CampaignWithEvidence }) {
  return (
    <div className="prose" lang={campaign.locale}>
      {campaign.sections.map(({ heading, paragraphs }) => (
        <section key={heading} className="prose">
          <h2>{heading}</h2>
          <CitedText paragraphs={paragraphs} />
        </section>
      ))}
    </div>
  );
}
