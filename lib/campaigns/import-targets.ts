import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Target } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { importError, parseRows } from "./parse-rows";
import { countPlan, planImport } from "./plan-import";
import { targetRow, withheldContactRow } from "./schema";
import type { ImportCounts, ImportDocument, ImportError, TargetRow } from "./types";

export type TargetImport = {
  campaignId: string;
  targets: ImportDocument;
  /** Contact fields that are wrong where they were seen: they are not stored, the reason goes into the note. */
  withheld?: ImportDocument;
  actor: string;
  now: Date;
};

export type TargetImportResult =
  | { ok: true; targets: ImportCounts; created: string[]; changed: { key: string; fields: string[] }[] }
  | { ok: false; errors: ImportError[] };

/**
 * Adds and updates the offices a campaign can write to. Takes an open transaction and parsed documents. Returns
 * what changed, or every error with file, row and field and then has written nothing. Importing the same again
 * changes nothing. Targets that the file does not name stay.
 */
export async function importTargets(tx: Db, input: TargetImport): Promise<TargetImportResult> {
  const { rows: incoming, errors } = readTargets(input);
  if (errors.length > 0) return { ok: false, errors };

  await tx.$queryRaw`SELECT id FROM campaign WHERE id = ${input.campaignId}::uuid FOR NO KEY UPDATE`;
  const stored = await tx.target.findMany({ where: { campaignId: input.campaignId } });
  const plan = planImport(new Map(stored.map((row) => [row.key, unstoreTarget(row)])), incoming);
  const { campaignId } = input;
  await tx.target.createMany({
    data: plan.created.map((row) => ({ id: randomUUID(), campaignId, ...toStored(row) })),
  });
  for (const { after } of plan.changed) {
    await tx.target.update({
      where: { campaignId_key: { campaignId, key: after.id } },
      data: toStored(after),
    });
  }
  const targets = countPlan(plan);
  if (targets.created + targets.changed > 0) await audit(tx, input, targets);
  const created = plan.created.map(({ id }) => id);
  const changed = plan.changed.map(({ before, after }) => ({
    key: after.id,
    fields: changedFields(before, after),
  }));
  return { ok: true, targets, created, changed };
}

function changedFields(before: TargetRow, after: TargetRow): string[] {
  const fields = Object.keys(after) as (keyof TargetRow)[];
  return fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
}

/** Reads the files of an import. Returns the offices without what must not be stored, every key they name, and all errors. */
export function readTargets(files: Pick<TargetImport, "targets" | "withheld">): {
  rows: TargetRow[];
  keys: ReadonlySet<string>;
  errors: ImportError[];
} {
  const parsed = parseRows(targetRow, files.targets, "id");
  const withheld = files.withheld ? parseRows(withheldContactRow, files.withheld) : null;
  const stray = (withheld?.rows ?? [])
    .filter(({ value }) => !parsed.keys.has(value.target))
    .map(({ row, value }) =>
      importError(files.withheld?.file ?? "", row, "target", "unknown-reference", value.target),
    );
  const hidden = (withheld?.rows ?? []).map(({ value }) => value);
  return {
    rows: parsed.rows.map(({ value }) => withhold(value, hidden)),
    keys: parsed.keys,
    errors: [...parsed.errors, ...(withheld?.errors ?? []), ...stray],
  };
}

type Withheld = { target: string; field: "address" | "phone" | "email" | "website"; reason: string };

function withhold(row: TargetRow, hidden: Withheld[]): TargetRow {
  const own = hidden.filter(({ target, field }) => target === row.id && row[field] !== null);
  if (own.length === 0) return row;
  const note = [row.note, ...own.map(({ reason }) => reason)].filter(Boolean).join(" ");
  return { ...row, ...Object.fromEntries(own.map(({ field }) => [field, null])), note };
}

async function audit(tx: Db, { campaignId, actor, now }: TargetImport, counts: ImportCounts): Promise<void> {
  const subject = { subjectType: "campaign", subjectId: campaignId, campaignId };
  await tx.auditEntry.create({
    data: { at: now, actor, action: "import-targets", ...subject, detail: counts },
  });
}

function toStored({ id, iso2, host_country, source_date, seen_date, last_checked, ...row }: TargetRow) {
  const { contact_ready, platform_sending, time_zone, ...same } = row;
  return {
    ...same,
    key: id,
    country: iso2,
    hostCountry: host_country,
    sourceDate: source_date,
    seenDate: seen_date,
    lastChecked: last_checked,
    contactReady: contact_ready,
    platformSending: platform_sending,
    timeZone: time_zone,
  };
}

/** The stored target as a file would bring it; throws where it does not fit the schema. */
export function unstoreTarget({ id: _id, campaignId: _campaign, ...row }: Target): TargetRow {
  const { key, country, hostCountry, sourceDate, seenDate, lastChecked, ...rest } = row;
  const { contactReady, platformSending, timeZone, ...same } = rest;
  return targetRow.parse({
    ...same,
    id: key,
    iso2: country,
    host_country: hostCountry,
    source_date: sourceDate,
    seen_date: seenDate,
    last_checked: lastChecked,
    contact_ready: contactReady,
    platform_sending: platformSending,
    time_zone: timeZone,
  });
}
