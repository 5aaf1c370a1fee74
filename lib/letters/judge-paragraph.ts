import { citedClaims } from "@/lib/campaigns/types";
import { isDisputable, type Verdict } from "@/lib/evidence/types";
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

/**
 * Whether a paragraph comes into a letter, and with which note. What was disputed when the template was published has
 * the template's own note; what was disputed or corrected since has the reason of the verdict or correction.
 */
export function judgeParagraph(
  paragraph: LetterParagraph,
  { version, claims, confirmed }: Judging,
): { isIn: boolean; note: string | null; disputed: DisputedClaim[] } {
  const cited = citedClaims([paragraph]).map((key) => claimOf(claims, key));
  if (cited.some(({ verdict }) => verdict.label === UNVERIFIED))
    return { isIn: false, note: null, disputed: [] };
  const disputed = cited.flatMap((claim) => {
    const reason = reasonOf(claim, version.publishedAt);
    return reason === null ? [] : [{ key: claim.id, note: paragraph.note ?? reason }];
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

function reasonOf(claim: CitableClaim, published: Date): string | null {
  const correction = claim.revisions.find(
    ({ substantial, at }) => substantial && new Date(at).getTime() > published.getTime(),
  );
  if (correction) return correction.reason;
  return isDisputable({ contested: claim.contested, verdict: claim.verdict.label })
    ? claim.verdict.reason
    : null;
}
