import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { citedClaims } from "@/lib/campaigns/types";
import type { Db } from "@/lib/db/prisma";
import { type CitationFlag, checkCitations, passagesOf } from "./check-citations";
import { dossierText } from "./import-schema";
import type { TextOutcome } from "./publish-campaign-text";
import type { DossierTextInput } from "./types";

export type DossierPublishing = {
  campaignId: string;
  file: string;
  text: DossierTextInput;
  actor: string;
  now: Date;
};

/**
 * Writes a dossier in one language, with what it cites. Takes an open transaction and a text whose claims are all
 * there. Returns whether anything changed, in which fields, and which citations are disputable.
 */
export async function publishDossierText(
  tx: Db,
  publishing: DossierPublishing,
): Promise<{ outcome: TextOutcome; fields: string[]; flags: CitationFlag[] }> {
  const { campaignId, file, text } = publishing;
  const { flags, errors } = await checkCitations(tx, campaignId, file, passagesOf(text.body));
  if (errors.length > 0)
    throw new Error(`${file} cites what is not there, which the checks should have refused`);
  const dossier = await tx.dossier.findUnique({
    where: { campaignId_key: { campaignId, key: text.dossier } },
    include: { texts: { where: { locale: text.locale } } },
  });
  const stored = dossier?.texts[0];
  const fields = stored ? changedFields({ ...stored, position: dossier.position }, text) : [];
  if (stored && fields.length === 0) return { outcome: "unchanged", fields, flags };
  await write(tx, publishing, dossier?.id ?? randomUUID());
  return { outcome: stored ? "changed" : "created", fields, flags };
}

type StoredText = { position: number; title: string; summary: string; body: unknown };

function changedFields(stored: StoredText, text: DossierTextInput): string[] {
  const { body } = dossierText.pick({ body: true }).parse({ body: stored.body });
  const before = { position: stored.position, title: stored.title, summary: stored.summary, body };
  return (["position", "title", "summary", "body"] as const).filter(
    (field) => !isDeepStrictEqual(before[field], text[field]),
  );
}

async function write(tx: Db, { campaignId, text, actor, now }: DossierPublishing, id: string): Promise<void> {
  const { dossier: key, position, locale, title, summary, body } = text;
  await tx.dossier.upsert({ where: { id }, create: { id, campaignId, key, position }, update: { position } });
  const shown = { title, summary, body, changedAt: now };
  await tx.dossierText.upsert({
    where: { dossierId_locale: { dossierId: id, locale } },
    create: { dossierId: id, locale, publishedAt: now, ...shown },
    update: shown,
  });
  await rewriteCitations(tx, campaignId, id);
  const subject = { subjectType: "dossier", subjectId: id, campaignId };
  await tx.auditEntry.create({
    data: { at: now, actor, action: "publish-dossier-text", ...subject, detail: { dossier: key, locale } },
  });
}

async function rewriteCitations(tx: Db, campaignId: string, dossierId: string): Promise<void> {
  const texts = await tx.dossierText.findMany({ where: { dossierId }, select: { body: true } });
  const cited = texts.flatMap(({ body }) =>
    dossierText.shape.body.parse(body).flatMap(({ paragraphs }) => citedClaims(paragraphs)),
  );
  const claims = await tx.claim.findMany({
    where: { campaignId, key: { in: [...new Set(cited)] } },
    select: { id: true },
  });
  await tx.dossierClaim.deleteMany({ where: { dossierId } });
  await tx.dossierClaim.createMany({ data: claims.map(({ id }) => ({ dossierId, claimId: id })) });
}
