import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { readKept } from "./document-queries";
import type { Passage, UnreadableReason } from "./types";

export type PassagePlacing = {
  campaign: string;
  claim: string;
  /** Of a text 1. */
  passage: Passage;
  actor: string;
  now: Date;
};

export type PlacedPassage =
  | { ok: true }
  | {
      ok: false;
      reason: UnreadableReason | "unknown-claim" | "no-document" | "no-such-page" | "no-such-line";
    };

/**
 * Notes where in its source's document a claim rests: a page, and lines of it where they are known. Refuses a place
 * that the document does not have. The caller has asked `canKeepDocuments`.
 */
export async function placePassage(
  db: PrismaClient,
  keys: KeyRing,
  { campaign, claim: key, passage, actor, now }: PassagePlacing,
): Promise<PlacedPassage> {
  const claim = await db.claim.findFirst({
    where: { key, campaign: { slug: campaign } },
    include: { source: { include: { document: true } } },
  });
  if (!claim) return { ok: false, reason: "unknown-claim" };
  const { document } = claim.source;
  if (!document) return { ok: false, reason: "no-document" };
  const read = await readKept(db, keys, document);
  if (!read.ok) return read;
  const lines = read.pages[passage.page - 1];
  if (!lines) return { ok: false, reason: "no-such-page" };
  const { firstLine, lastLine } = passage;
  if (firstLine !== null && !(firstLine >= 1 && lastLine >= firstLine && lastLine <= lines.length))
    return { ok: false, reason: "no-such-line" };
  await db.$transaction(async (tx) => {
    const where = { documentId: document.id, ...passage };
    await tx.claimPassage.upsert({
      where: { claimId: claim.id },
      create: { claimId: claim.id, ...where },
      update: where,
    });
    const subject = { subjectType: "claim", subjectId: claim.id, campaignId: claim.campaignId };
    await tx.auditEntry.create({
      data: { at: now, actor, action: "place-passage", ...subject, detail: { claim: key, ...passage } },
    });
  });
  return { ok: true };
}
