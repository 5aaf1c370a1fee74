import { randomUUID } from "node:crypto";
import type { Db } from "@/lib/db/prisma";
import type { ChangedRow, PlannedRows } from "./plan-rows";
import { CLAIMS, type Row } from "./row-kinds";
import { CHUNK, readIds } from "./stored-rows";
import type { ClaimRow } from "./types";
import { touchedKeys, upsert } from "./write-rows";

/** Who changes what, when and why. */
export type Change = {
  campaignId: string;
  actor: string;
  /** Why, in words for everyone: it stands in the revision of every claim that changes. Null: nothing that stands may. */
  reason: string | null;
  /** Who, as the team wishes to be named to everyone; absent: only that it was the team. */
  by?: string;
  /** Statements change in their wording only. */
  typingError?: boolean;
  now: Date;
};

const LINKS = new Set(CLAIMS.links.map(({ field }) => field));

/** What a claim says and how far it holds; the rest is where it stands and how it was read. */
const SUBSTANCE = /^(statement|speaker|values|date|date\..+|verdict\.label|verdict\.correct)$/;

/** Whether readers of what cites a claim must be told that these of its fields changed. */
export function isSubstantial(fields: readonly string[], typingError: boolean): boolean {
  return fields.some((field) => SUBSTANCE.test(field) && !(typingError && field === "statement"));
}

/** Planned claims of which what they said is kept as a revision, with the fields that change; other changes leave none. */
export function revisedClaims({ changed }: PlannedRows): (ChangedRow & { content: string[] })[] {
  return changed.flatMap((change) => {
    const content = change.fields.filter(
      (field) => !LINKS.has(field) || (field === "conflicts" && takesBack(change.before, change.after)),
    );
    return content.length > 0 ? [{ ...change, content }] : [];
  });
}

/** Keeps what changed claims said before. Throws where one changes and nobody says why. */
export async function keepRevisions(tx: Db, change: Change, plan: PlannedRows): Promise<void> {
  const revised = revisedClaims(plan);
  const { reason, actor, by = null } = change;
  if (revised.length > 0 && reason === null)
    throw new Error("claims change without a reason, which the checks should have refused");
  await upsert(tx, "claim_revision", revised, ({ id, before, content }) => ({
    ...{ id: randomUUID(), claim_id: id, at: change.now.toISOString() },
    ...{ actor, by_name: by, reason, before, statement: before.statement },
    ...{ changed: content, substantial: isSubstantial(content, change.typingError ?? false) },
  }));
}

/**
 * Whether a row no longer says of a claim that it disagrees, or says so in other words. A new link is not what a claim
 * says, and stands beside it; what readers could read of a conflict must not go without a trace.
 */
function takesBack(before: Row, after: Row): boolean {
  const now = (after as ClaimRow).conflicts;
  return (before as ClaimRow).conflicts.some(
    ({ claim, note }) => !now.some((kept) => kept.claim === claim && kept.note === note),
  );
}

/** Writes the figures of planned claims into their rows (`claim_value`), once the claims stand. */
export async function writeFigures(tx: Db, campaignId: string, plan: PlannedRows): Promise<void> {
  const keys = touchedKeys(CLAIMS, plan);
  if (keys.length === 0) return;
  const ids = await readIds(tx, CLAIMS.table, CLAIMS.key.column, campaignId);
  const changed = plan.changed.map(({ id }) => id);
  for (let start = 0; start < changed.length; start += CHUNK)
    await tx.claimValue.deleteMany({ where: { claimId: { in: changed.slice(start, start + CHUNK) } } });
  for (let start = 0; start < keys.length; start += CHUNK) {
    const chunk = keys.slice(start, start + CHUNK).flatMap((key) => ids.get(key) ?? []);
    await tx.$executeRaw`
      INSERT INTO claim_value (claim_id, number, campaign_id, position, value, max, qualifier, unit, date_from,
        speaker, verdict, topic)
      SELECT c.id, v.number, c.campaign_id, c.position, (v.item->>'value')::float8, (v.item->>'max')::float8,
        v.item->>'qualifier', v.item->>'unit', coalesce(c.date_from, ''), c.speaker, c.verdict_label, c.topic
      FROM claim c CROSS JOIN LATERAL jsonb_array_elements(c.values) WITH ORDINALITY AS v(item, number)
      WHERE c.id = ANY (${chunk}::uuid[])`;
  }
}
