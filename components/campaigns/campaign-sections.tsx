import { CitedText, type NoteNumbers } from "@/components/evidence/cited-text";
import type { CampaignWithEvidence } from "@/lib/evidence/types";

/** The campaign's own words. Each sentence leads to the claims it rests on, further down the page. */
export function CampaignSections({
  campaign,
  notes,
}: {
  campaign: CampaignWithEvidence;
  notes: NoteNumbers;
}) {
  return (
    <div className="prose" lang={campaign.locale}>
      {campaign.sections.map(({ heading, paragraphs }) => (
        <section key={heading} className="prose">
          <h2>{heading}</h2>
          <CitedText paragraphs={paragraphs} notes={notes} />
        </section>
      ))}
    </div>
  );
}
