import { citedClaims } from "@/lib/campaigns/types";
import { type Correction, isDisputable, type Verdict } from "@/lib/evidence/types";
import type { CitableClaim, LetterParagraph, LetterVersion } from "./types";

/** A claim that the writer must say yes to, and the words that go along with it. */
export type DisputedClaim = { key: string; note: string };

type Judging = {
  version: Pick<LetterVersion, "publishedAt">;
  claims: ReadonlyMap<string, CitableClaim>;
  confirmed: readonly string[];
};

/** Nobody could confirm it: no letter says it, whatever its writer confirms. */
export const UNVERIFIED: Verdict = "unconfirmed";

export function isUnverified({ verdict }: Pick<CitableClaim, "verdict">): boolean {
  return verdict.label === UNVERIFIED;
}

/**
 * Whether a paragraph comes into a letter, and with which note. What was disputed when the template was published has
 * the template's own note; what was disputed or corrected since has the reason of the verdict or correction.
 */
export function judgeParagraph(
  paragraph: LetterParagraph,
  { version, claims, confirmed }: Judging,
): { isIn: boolean; note: string | null; disputed: DisputedClaim[] } {
  const cited = citedClaims([paragraph]).map((key) => claimOf(claims, key));
  if (cited.some(isUnverified)) return { isIn: false, note: null, disputed: [] };
  const disputed = cited.flatMap((claim) => {
    const since = correctionSince(claim, version)?.reason ?? null;
    if (since === null && !isDisputedItself(claim)) return [];
    const note = [paragraph.note ?? (since === null ? claim.verdict.reason : null), since];
    return [{ key: claim.id, note: note.filter((part) => part !== null).join(" ") }];
  });
  return {
    isIn: disputed.every(({ key }) => confirmed.includes(key)),
    note: [...new Set(disputed.map(({ note }) => note))].join(" ") || null,
    disputed,
  };
}

function claimOf(claims: Judging["claims"], key: string): CitableClaim {
  const claim = claims.get(key);
  if (!claim) throw new Error(`a letter cites ${key}, which is not among its claims`);
  return claim;
}

/** Whether a letter with this text may rest on a claim only where its writer says yes to what is disputed about it. */
export function isDisputed(claim: CitableClaim, version: Pick<LetterVersion, "publishedAt">): boolean {
  return isDisputedItself(claim) || correctionSince(claim, version) !== null;
}

/** Claims that were corrected after a text was published, with what they say now, in the order it cites them. */
export function correctionsOf(
  claims: ReadonlyMap<string, CitableClaim>,
  version: Pick<LetterVersion, "publishedAt">,
): (Correction & { statement: string })[] {
  return [...claims.values()].flatMap((claim) => {
    const last = correctionSince(claim, version);
    if (!last) return [];
    const { at, reason, changed } = last;
    return [{ claim: claim.id, at: new Date(at), reason, changed, statement: claim.statement }];
  });
}

function isDisputedItself({ contested, verdict }: CitableClaim): boolean {
  return isDisputable({ contested, verdict: verdict.label });
}

/** Its last correction, where that was after the text was published. */
function correctionSince(
  { revisions }: CitableClaim,
  { publishedAt }: Pick<LetterVersion, "publishedAt">,
): CitableClaim["revisions"][number] | null {
  const last = revisions.find(({ substantial }) => substantial);
  return last && new Date(last.at).getTime() > publishedAt.getTime() ? last : null;
}
