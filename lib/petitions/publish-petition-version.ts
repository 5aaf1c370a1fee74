import { randomUUID } from "node:crypto";
import { parseDocument } from "@/lib/campaigns/parse-rows";
import type { ImportDocument, ImportError } from "@/lib/campaigns/types";
import type { Db } from "@/lib/db/prisma";
import { type CitationFlag, checkCitations, type Passage } from "@/lib/evidence/check-citations";
import { digestVersion } from "./digest-version";
import { petitionText } from "./schema";
import { citedClaims, type PetitionText, paragraphsOf } from "./types";

export type PublishResult =
  | { ok: true; digest: string; changed: boolean; flags: CitationFlag[] }
  /** signed: somebody signed this text; number-gap: numbers run from 1 without gaps; translation-first: the campaign's own language comes first. */
  | { ok: false; reason: "unknown-petition" | "signed" | "number-gap" | "translation-first" }
  | { ok: false; reason: "invalid"; errors: ImportError[] };

/**
 * Publishes a petition's text in one language under a number. Takes an open transaction and a parsed file. Returns
 * the digest that signatures will be bound to and which citations are disputable. The same text again changes
 * nothing. Refuses to change a text that somebody signed (a new text is the next number), a number that is not at
 * most one above the highest, and a translation before the text in the campaign's own language.
 */
export async function publishPetitionVersion(
  tx: Db,
  { document, actor, now }: { document: ImportDocument; actor: string; now: Date },
): Promise<PublishResult> {
  const read = parseDocument(petitionText, document);
  if (!read.ok) return { ok: false, reason: "invalid", errors: read.errors };
  const text = read.value;
  const petition = await findPetition(tx, text);
  if (!petition) return { ok: false, reason: "unknown-petition" };
  const checked = await checkCitations(tx, petition.campaignId, document.file, passagesOf(text));
  if (checked.errors.length > 0) return { ok: false, reason: "invalid", errors: checked.errors };
  const refusal = refuse(petition, text);
  if (refusal) return { ok: false, reason: refusal };

  const digest = digestVersion(text);
  const existing = petition.versions.find(
    ({ number, locale }) => number === text.number && locale === text.locale,
  );
  if (existing?.digest === digest) return { ok: true, digest, changed: false, flags: checked.flags };
  if (existing && (await isSigned(tx, existing.id))) return { ok: false, reason: "signed" };
  const versionId = existing?.id ?? randomUUID();
  await writeVersion(tx, petition, versionId, text, digest, now);
  await audit(tx, petition, versionId, { text, digest, actor, now });
  return { ok: true, digest, changed: true, flags: checked.flags };
}

/** Publishing is rare: the petition's row is locked, so that two publishers cannot both take the next number. */
async function findPetition(tx: Db, { petition: slug, campaign }: PetitionText) {
  await tx.$queryRaw`SELECT id FROM petition WHERE slug = ${slug} FOR NO KEY UPDATE`;
  const found = await tx.petition.findFirst({
    where: { slug, campaign: { slug: campaign } },
    select: {
      id: true,
      campaignId: true,
      campaign: { select: { defaultLocale: true } },
    },
  });
  if (!found) return null;
  const versions = await tx.petitionVersion.findMany({
    where: { petitionId: found.id },
    select: { id: true, number: true, locale: true, digest: true },
  });
  return { ...found, versions };
}

type Petition = NonNullable<Awaited<ReturnType<typeof findPetition>>>;

function refuse(
  { versions, campaign }: Petition,
  { number, locale }: PetitionText,
): "number-gap" | "translation-first" | null {
  const highest = Math.max(0, ...versions.map((version) => version.number));
  if (number > highest + 1) return "number-gap";
  const original = versions.some(
    (version) => version.number === number && version.locale === campaign.defaultLocale,
  );
  return original || locale === campaign.defaultLocale ? null : "translation-first";
}

/** Locks the version's row against the key-share lock that a new signature takes on it, then looks. */
async function isSigned(tx: Db, versionId: string): Promise<boolean> {
  await tx.$queryRaw`SELECT id FROM petition_version WHERE id = ${versionId}::uuid FOR UPDATE`;
  return (await tx.signature.findFirst({ where: { versionId }, select: { id: true } })) !== null;
}

async function writeVersion(
  tx: Db,
  petition: Petition,
  id: string,
  text: PetitionText,
  digest: string,
  now: Date,
): Promise<void> {
  const { number, locale, title, addressee, body } = text;
  const shown = { title, addressee, body, digest, publishedAt: now };
  const created = { id, petitionId: petition.id, number, locale, ...shown };
  await tx.petitionVersion.upsert({ where: { id }, create: created, update: shown });
  const keys = citedClaims(paragraphsOf(body));
  const claims = await tx.claim.findMany({
    where: { campaignId: petition.campaignId, key: { in: keys } },
    select: { id: true },
  });
  await tx.petitionVersionClaim.deleteMany({ where: { versionId: id } });
  await tx.petitionVersionClaim.createMany({
    data: claims.map((claim) => ({ versionId: id, claimId: claim.id })),
  });
}

async function audit(
  tx: Db,
  petition: Petition,
  versionId: string,
  { text, digest, actor, now }: { text: PetitionText; digest: string; actor: string; now: Date },
): Promise<void> {
  const detail = { petition: petition.id, number: text.number, locale: text.locale, digest };
  const subject = { subjectType: "petition-version", subjectId: versionId, campaignId: petition.campaignId };
  await tx.auditEntry.create({
    data: { at: now, actor, action: "publish-petition-version", ...subject, detail },
  });
}

function passagesOf({ body }: PetitionText): Passage[] {
  return [
    { field: "body.opening", paragraphs: body.opening },
    ...body.demands.map(({ paragraphs }, index) => ({
      field: `body.demands[${index}].paragraphs`,
      paragraphs,
    })),
    { field: "body.closing", paragraphs: body.closing },
  ];
}
