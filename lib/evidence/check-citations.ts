import { importError } from "@/lib/campaigns/parse-rows";
import type { ImportError, Paragraph, Section } from "@/lib/campaigns/types";
import type { Db } from "@/lib/db/prisma";
import { isDisputable, type Verdict } from "./types";

/** A passage of a text and where it stands in its file, such as `body.demands[1].paragraphs`. */
export type Passage = { field: string; paragraphs: readonly Paragraph[] };

/** A cited claim that a reader may dispute. */
export type CitationFlag = { field: string; claim: string; contested: boolean; verdict: Verdict };

/**
 * Looks up every claim that a text cites. Returns an error for each that the campaign does not have, and a flag for
 * each citation of a disputable one, so that nobody publishes it without having been told.
 */
export async function checkCitations(
  db: Db,
  campaignId: string,
  file: string,
  passages: readonly Passage[],
): Promise<{ errors: ImportError[]; flags: CitationFlag[] }> {
  const cited = passages.flatMap(citationsIn);
  const claims = await db.claim.findMany({
    where: { campaignId, key: { in: [...new Set(cited.map(({ claim }) => claim))] } },
    select: { key: true, contested: true, verdictLabel: true },
  });
  const known = new Map(claims.map((claim) => [claim.key, claim]));
  return {
    errors: strayCitations(file, passages, known),
    flags: cited.flatMap(({ field, claim }) => {
      const found = known.get(claim);
      if (!found || !isDisputable({ contested: found.contested, verdict: found.verdictLabel })) return [];
      return [{ field, claim, contested: found.contested, verdict: found.verdictLabel as Verdict }];
    }),
  };
}

/** An error for each claim that a text cites and that is none of the known ones. */
export function strayCitations(
  file: string,
  passages: readonly Passage[],
  known: { has: (claim: string) => boolean },
): ImportError[] {
  return passages
    .flatMap(citationsIn)
    .filter(({ claim }) => !known.has(claim))
    .map(({ field, claim }) => importError(file, null, field, "unknown-reference", claim));
}

/** The sections of a text's body as passages. */
export function passagesOf(body: readonly Section[]): Passage[] {
  return body.map(({ paragraphs }, index) => ({ field: `body[${index}].paragraphs`, paragraphs }));
}

function citationsIn({ field, paragraphs }: Passage): { field: string; claim: string }[] {
  return paragraphs.flatMap(({ sentences }, p) =>
    sentences.flatMap(({ claims }, s) =>
      claims.map((claim, c) => ({ field: `${field}[${p}].sentences[${s}].claims[${c}]`, claim })),
    ),
  );
}
