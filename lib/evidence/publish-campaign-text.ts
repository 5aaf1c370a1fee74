import { isDeepStrictEqual } from "node:util";
import { importError, parseDocument } from "@/lib/campaigns/parse-rows";
import { campaignBody, campaignText } from "@/lib/campaigns/schema";
import type { CampaignTextInput, ImportDocument, ImportError } from "@/lib/campaigns/types";
import type { Db } from "@/lib/db/prisma";
import { type CitationFlag, checkCitations, passagesOf } from "./check-citations";

/** What publishing did to a text. */
export type TextOutcome = "created" | "changed" | "unchanged";

export type CampaignTextResult =
  | { ok: true; outcome: TextOutcome; fields: string[]; flags: CitationFlag[] }
  | { ok: false; errors: ImportError[] };

/**
 * Writes a campaign's own words in one language. It stands with the evidence because every claim they cite must be
 * there. Takes an open transaction, the campaign's id and a parsed file. Returns whether anything changed and which
 * citations are disputable; refuses, with all errors, a text that does not fit or cites what is not there.
 */
export async function publishCampaignText(
  tx: Db,
  {
    campaignId,
    document,
    actor,
    now,
  }: { campaignId: string; document: ImportDocument; actor: string; now: Date },
): Promise<CampaignTextResult> {
  const read = parseDocument(campaignText, document);
  if (!read.ok) return read;
  const checked = await checkText(tx, campaignId, document.file, read.value);
  if (checked.errors.length > 0) return { ok: false, errors: checked.errors };

  const { locale, title, ask, summary, body: sections, keyClaims, atRisk } = read.value;
  const text = { title, ask, summary, body: { sections, keyClaims, atRisk } };
  const where = { campaignId_locale: { campaignId, locale } };
  const stored = await tx.campaignText.findUnique({
    where,
    select: { title: true, ask: true, summary: true, body: true },
  });
  const { flags } = checked;
  const fields = stored ? changedFields(stored, text) : [];
  if (stored && fields.length === 0) return { ok: true, outcome: "unchanged", fields, flags };
  await tx.campaignText.upsert({ where, create: { campaignId, locale, ...text }, update: text });
  const subject = { subjectType: "campaign", subjectId: campaignId, campaignId };
  await tx.auditEntry.create({
    data: { at: now, actor, action: "publish-campaign-text", ...subject, detail: { locale } },
  });
  return { ok: true, outcome: stored ? "changed" : "created", fields, flags };
}

type Words = { title: string; ask: string; summary: string; body: unknown };

/** Fields of the file in which two texts differ. */
function changedFields(stored: Words, text: Words): string[] {
  const [before, after] = [stored, text].map(({ body, ...words }) => {
    const { sections, ...listed } = campaignBody.parse(body);
    return { ...words, body: sections, ...listed };
  });
  return Object.entries(after ?? {})
    .filter(([field, value]) => !isDeepStrictEqual({ ...before }[field], value))
    .map(([field]) => field);
}

async function checkText(tx: Db, campaignId: string, file: string, text: CampaignTextInput) {
  const checked = await checkCitations(tx, campaignId, file, passagesOf(text.body));
  const found = await tx.claim.findMany({
    where: { campaignId, key: { in: text.keyClaims } },
    select: { key: true },
  });
  const known = new Set(found.map(({ key }) => key));
  return { errors: [...checked.errors, ...strayKeyClaims(file, text, known)], flags: checked.flags };
}

/** An error for each key claim that is none of the known ones. */
export function strayKeyClaims(
  file: string,
  { keyClaims }: CampaignTextInput,
  known: { has: (claim: string) => boolean },
): ImportError[] {
  return keyClaims.flatMap((key, index) =>
    known.has(key) ? [] : [importError(file, null, `keyClaims[${index}]`, "unknown-reference", key)],
  );
}
