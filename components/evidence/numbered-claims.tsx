import type { ClaimView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import type { NoteNumbers } from "./cited-text";
import { ClaimEntry } from "./claim-entry";
import type { EvidenceCampaign } from "./evidence-paths";

/** Numbers claims in the order given, which is that in which a text first cites them. */
export function numberNotes(claims: readonly ClaimView[]): NoteNumbers {
  return new Map(claims.map(({ id }, index) => [id, index + 1]));
}

type NumberedClaimsProps = { claims: ClaimView[]; campaign: EvidenceCampaign; locale: Locale };

/** The claims a text rests on, in full, where its numbers lead. */
export function NumberedClaims({ claims, campaign, locale }: NumberedClaimsProps) {
  return (
    <ol className="claims numbered">
      {claims.map((claim, index) => (
        <li key={claim.id} id={`note-${index + 1}`}>
          <span className="claim-number">{index + 1}</span>
          <ClaimEntry claim={claim} campaign={campaign} locale={locale} />
        </li>
      ))}
    </ol>
  );
}
