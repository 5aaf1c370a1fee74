import { randomUUID } from "node:crypto";
import { createCampaign } from "@/lib/campaigns/create-campaign";
import { importTargets, readTargets } from "@/lib/campaigns/import-targets";
import { importError } from "@/lib/campaigns/parse-rows";
import type { ImportDocument, ImportError } from "@/lib/campaigns/types";
import type { Db } from "@/lib/db/prisma";
import type { CitationFlag } from "./check-citations";
import { type CampaignTexts, readTexts, strayInTexts } from "./check-texts";
import { checkEvidence, type Difference, writeEvidence } from "./import-evidence";
import { publishCampaignText, type TextOutcome } from "./publish-campaign-text";
import { publishDossierText } from "./publish-dossier-text";
import type { EvidenceFiles } from "./read-evidence";

/** What a campaign's folder holds, as far as the import reads it; petitions are left alone. */
export type CampaignFiles = {
  campaigns: ImportDocument[];
  dossiers: ImportDocument[];
  targets?: ImportDocument;
  withheldContacts?: ImportDocument;
  rows: EvidenceFiles;
};

export type CampaignImport = {
  files: CampaignFiles;
  /** Which campaign, where no text of it says so. */
  slug?: string;
  actor: string;
  /** Why, in words for everyone: it stands in the revision of every claim that changes. Null: none that stands may. */
  reason: string | null;
  /** Who, as the team wishes to be named to everyone; absent: only that it was the team. */
  by?: string;
  typingError?: boolean;
  now: Date;
};

export type CampaignImportResult =
  | {
      ok: true;
      campaign: string;
      isNew: boolean;
      differences: Record<string, Difference>;
      /** Disputable claims that the texts cite, for a person to look at. */
      flags: (CitationFlag & { file: string })[];
    }
  | { ok: false; errors: ImportError[] };

/**
 * Brings in a campaign's folder: its targets, evidence, own words and dossiers; makes the campaign where there is none
 * and the folder has its text. Takes an open transaction. Returns what changed by file, or every error of every file
 * and then has written nothing. Importing the same again changes nothing.
 */
export async function importCampaign(tx: Db, input: CampaignImport): Promise<CampaignImportResult> {
  const { files } = input;
  const texts = readTexts(files, input.slug);
  const existing = await tx.campaign.findUnique({ where: { slug: texts.slug ?? "" }, select: { id: true } });
  const targets = files.targets && readTargets({ targets: files.targets, withheld: files.withheldContacts });
  const evidence = { campaignId: existing?.id ?? randomUUID(), files: files.rows, reason: input.reason };
  const read = await checkEvidence(tx, evidence, targets?.keys);
  const errors = [
    ...texts.errors,
    ...(existing ? [] : missing(texts, files)),
    ...(targets?.errors ?? []),
    ...read.errors,
    ...strayInTexts(texts, read.claimKeys),
  ];
  if (errors.length > 0 || !texts.slug) return { ok: false, errors };

  const campaignId = existing?.id ?? (await create(tx, texts, input));
  const differences = {
    ...(await bringTargets(tx, campaignId, input)),
    ...(await writeEvidence(tx, { ...input, campaignId, files: files.rows }, read)),
  };
  const published = await publishTexts(tx, campaignId, texts, input);
  return {
    ok: true,
    campaign: texts.slug,
    isNew: !existing,
    differences: { ...differences, ...published.differences },
    flags: published.flags,
  };
}

/** Where a text did not fit, that is what is wrong: it may well be the one that is needed. */
function missing({ slug, original, campaigns }: CampaignTexts, files: CampaignFiles): ImportError[] {
  if (original || campaigns.length < files.campaigns.length) return [];
  if (campaigns.length === 0) return [importError("texts", null, "", "unknown-campaign", slug)];
  return [importError("texts", null, "", "no-original", slug)];
}

async function create(tx: Db, { original }: CampaignTexts, { actor, now }: CampaignImport): Promise<string> {
  if (!original) throw new Error("a campaign without a text, which the checks should have refused");
  const { slug, state, defaultLocale, started } = original;
  const campaign = { slug, state, defaultLocale, startedAt: new Date(started), actor, now };
  const made = await createCampaign(tx, campaign);
  if (!made.ok) throw new Error(`${slug}: ${made.reason}`);
  return made.id;
}

async function bringTargets(
  tx: Db,
  campaignId: string,
  { files, actor, now }: CampaignImport,
): Promise<Record<string, Difference>> {
  if (!files.targets) return {};
  const { targets, withheldContacts: withheld } = files;
  const brought = await importTargets(tx, { campaignId, targets, withheld, actor, now });
  if (!brought.ok) throw new Error("targets with errors, which the checks should have refused");
  const { created, changed, targets: counts } = brought;
  return { targets: { created, changed, unchanged: counts.unchanged } };
}

async function publishTexts(
  tx: Db,
  campaignId: string,
  { campaigns, dossiers }: CampaignTexts,
  { actor, now }: CampaignImport,
) {
  const differences: Record<string, Difference> = {};
  const flags: (CitationFlag & { file: string })[] = [];
  for (const { document } of campaigns) {
    const done = await publishCampaignText(tx, { campaignId, document, actor, now });
    if (!done.ok) throw new Error(`${document.file} has errors, which the checks should have refused`);
    differences[document.file] = textDifference(document.file, done.outcome, done.fields);
    flags.push(...done.flags.map((flag) => ({ ...flag, file: document.file })));
  }
  for (const { document, text } of dossiers) {
    const { file } = document;
    const done = await publishDossierText(tx, { campaignId, file, text, actor, now });
    differences[file] = textDifference(file, done.outcome, done.fields);
    flags.push(...done.flags.map((flag) => ({ ...flag, file })));
  }
  return { differences, flags };
}

function textDifference(key: string, outcome: TextOutcome, fields: string[]): Difference {
  return {
    created: outcome === "created" ? [key] : [],
    changed: outcome === "changed" ? [{ key, fields }] : [],
    unchanged: outcome === "unchanged" ? 1 : 0,
  };
}
