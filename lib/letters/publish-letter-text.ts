import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { citedClaims } from "@/lib/campaigns/types";
import { sha256 } from "@/lib/crypto/hash";
import type { Db } from "@/lib/db/prisma";
import { canonicalJson } from "@/lib/petitions/digest-version";
import { type LetterTemplateText, paragraphsOf } from "./types";

export type LetterPublishing = { campaignId: string; text: LetterTemplateText; actor: string; now: Date };

/**
 * Publishes a letter template's text in one language under its number, and says of the template for whom it is and
 * whether it is open. Takes an open transaction and a text that `checkLetterTexts` found in order. Returns what of it
 * changed; the same again changes nothing. A published text never changes: other words are the next number.
 */
export async function publishLetterText(
  tx: Db,
  publishing: LetterPublishing,
): Promise<{ outcome: "created" | "changed" | "unchanged"; fields: string[] }> {
  const { campaignId, text } = publishing;
  const stored = await tx.letterTemplate.findUnique({
    where: { campaignId_key: { campaignId, key: text.template } },
    include: { versions: { where: { number: text.number, locale: text.locale }, select: { digest: true } } },
  });
  const id = stored?.id ?? randomUUID();
  const fields = stored ? changedFields(stored, text) : [];
  const isNew = stored?.versions.length !== 1;
  if (!isNew && fields.length === 0) return { outcome: "unchanged", fields };
  await writeTemplate(tx, id, publishing);
  if (isNew) await writeVersion(tx, id, publishing);
  await audit(tx, id, publishing, fields);
  return isNew ? { outcome: "created", fields: [] } : { outcome: "changed", fields };
}

/** SHA-256, hex, of the words in the JSON Canonicalization Scheme (RFC 8785), as of a petition's. */
export function digestLetterText({
  template,
  number,
  locale,
  title,
  subject,
  body,
}: LetterTemplateText): string {
  return sha256(canonicalJson({ template, number, locale, title, subject, body })).toString("hex");
}

/** What of a template is no part of a version of its words. */
export const TEMPLATE_SETTINGS = ["position", "state", "kinds", "targets"] as const;

function changedFields(
  stored: { position: number; state: string; kinds: string[]; targets: string[] },
  text: LetterTemplateText,
): string[] {
  return TEMPLATE_SETTINGS.filter((field) => !isDeepStrictEqual(stored[field], text[field]));
}

async function writeTemplate(tx: Db, id: string, { campaignId, text, now }: LetterPublishing): Promise<void> {
  const { template: key, position, state, kinds, targets } = text;
  const settings = { position, state, kinds, targets };
  await tx.letterTemplate.upsert({
    where: { id },
    create: { id, campaignId, key, createdAt: now, ...settings },
    update: settings,
  });
}

async function writeVersion(
  tx: Db,
  templateId: string,
  { campaignId, text, now }: LetterPublishing,
): Promise<void> {
  const { number, locale, title, subject, body } = text;
  const id = randomUUID();
  const words = { number, locale, title, subject, body, digest: digestLetterText(text) };
  await tx.letterTemplateVersion.create({ data: { id, templateId, ...words, publishedAt: now } });
  const claims = await tx.claim.findMany({
    where: { campaignId, key: { in: citedClaims(paragraphsOf(body)) } },
    select: { id: true },
  });
  await tx.letterTemplateVersionClaim.createMany({
    data: claims.map((claim) => ({ versionId: id, claimId: claim.id })),
  });
}

async function audit(
  tx: Db,
  templateId: string,
  { campaignId, text, actor, now }: LetterPublishing,
  fields: string[],
): Promise<void> {
  const { template, number, locale } = text;
  const subject = { subjectType: "letter-template", subjectId: templateId, campaignId };
  await tx.auditEntry.create({
    data: {
      ...{ at: now, actor, action: "publish-letter-text", ...subject },
      detail: { template, number, locale, fields },
    },
  });
}
