import type { PrismaClient } from "@/lib/db/generated/client";

export type DocumentRemoving = { campaign: string; source: string; actor: string; now: Date };

/**
 * Takes a source's document away, with what was noted of passages in it; the source and its claims stay. Backups hold
 * it until they expire. Returns "no-document" where none is kept. The caller has asked `canKeepDocuments`.
 */
export async function removeDocument(
  db: PrismaClient,
  { campaign, source: key, actor, now }: DocumentRemoving,
): Promise<{ ok: true; sha256: string } | { ok: false; reason: "no-document" }> {
  return await db.$transaction(async (tx) => {
    const kept = await tx.sourceDocument.findFirst({
      where: { source: { key }, campaign: { slug: campaign } },
    });
    if (!kept) return { ok: false, reason: "no-document" };
    const { count } = await tx.sourceDocument.deleteMany({ where: { id: kept.id } });
    // Somebody else has removed it meanwhile.
    if (count === 0) return { ok: false, reason: "no-document" };
    const subject = { subjectType: "source", subjectId: kept.sourceId, campaignId: kept.campaignId };
    const detail = { source: key, sha256: kept.sha256 };
    await tx.auditEntry.create({ data: { at: now, actor, action: "remove-document", ...subject, detail } });
    return { ok: true, sha256: kept.sha256 };
  });
}
