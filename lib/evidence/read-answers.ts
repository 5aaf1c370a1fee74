import type { Db } from "@/lib/db/prisma";
import type { Known, StoredAnswer } from "./check-references";
import type { ReadRows } from "./read-evidence";
import { CLAIMS, linksOf } from "./row-kinds";
import type { ClaimRow } from "./types";

/**
 * How many values claims will have, and which stored questions their values answer. Takes the rows that an import
 * brings, by kind. Of what is stored only that is read which the import touches: claims that its questions name, and
 * questions that its claims answer and that it does not bring itself.
 */
export async function readAnswers(
  tx: Db,
  campaignId: string,
  kinds: readonly ReadRows[],
): Promise<Pick<Known, "valuesOf" | "answers">> {
  const claims = kinds.find(({ kind }) => kind === CLAIMS);
  const comparisons = kinds.find(({ kind }) => kind.file === "comparisons");
  const counts = await countValues(tx, campaignId, comparisons);
  for (const key of claims?.keys ?? []) counts.delete(key);
  for (const { value } of claims?.rows ?? []) {
    const { id, values } = value as ClaimRow;
    counts.set(id, values.length);
  }
  const answers = await answersBy(tx, campaignId, [...(claims?.keys ?? [])], [...(comparisons?.keys ?? [])]);
  return { valuesOf: (claim) => counts.get(claim), answers };
}

async function countValues(tx: Db, campaignId: string, comparisons: ReadRows | undefined) {
  const named = (comparisons?.rows ?? []).flatMap(({ value }) =>
    (comparisons?.kind.links ?? []).flatMap((link) => linksOf(value, link).map(({ key }) => key)),
  );
  const rows = await tx.$queryRaw<{ key: string; total: number }[]>`
    SELECT key, jsonb_array_length("values") AS total FROM claim
    WHERE campaign_id = ${campaignId}::uuid AND key = ANY (${named}::text[])`;
  return new Map(rows.map(({ key, total }) => [key, total]));
}

async function answersBy(tx: Db, campaignId: string, claims: string[], brought: string[]) {
  const rows = await tx.$queryRaw<(StoredAnswer & { claim: string })[]>`
    SELECT q.key AS comparison, c.key AS claim, a.value_number AS value
    FROM comparison_claim a JOIN comparison q ON q.id = a.comparison_id JOIN claim c ON c.id = a.claim_id
    WHERE q.campaign_id = ${campaignId}::uuid AND a.value_number IS NOT NULL
      AND c.key = ANY (${claims}::text[]) AND NOT q.key = ANY (${brought}::text[])
    ORDER BY q.position, q.key`;
  const answers = new Map<string, StoredAnswer[]>();
  for (const { claim, ...answer } of rows) {
    const known = answers.get(claim);
    if (known) known.push(answer);
    else answers.set(claim, [answer]);
  }
  return answers;
}
