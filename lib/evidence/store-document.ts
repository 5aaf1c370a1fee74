import { randomUUID } from "node:crypto";
import { sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { MINUTE } from "@/lib/time/durations";
import { readDocument } from "./read-document";
import { sealDocument } from "./sealed-documents";
import type { UnreadableReason } from "./types";

export type DocumentStoring = {
  /** Campaign by slug, source by key; a draft's too. */
  campaign: string;
  source: string;
  bytes: Uint8Array;
  /** The file's name, which must not say that it is something else; it is not stored. */
  name: string;
  actor: string;
  now: Date;
};

export type StoredDocument =
  | {
      ok: true;
      sha256: string;
      kind: "pdf" | "text";
      pages: number;
      hasText: boolean;
      outcome: "stored" | "unchanged";
    }
  | { ok: false; reason: UnreadableReason | "unknown-source" | "mislabelled" | "other-stored" };

/**
 * Keeps a source's document for the team, sealed. Refuses a source that is not there, a file that cannot be read as
 * text or PDF or is not what its name says, and another document than the one that is kept already; then nothing is
 * stored. The same file again changes nothing. The caller has asked `canKeepDocuments`.
 */
export async function storeDocument(
  db: PrismaClient,
  keys: KeyRing,
  { campaign, source: key, bytes, name, actor, now }: DocumentStoring,
): Promise<StoredDocument> {
  const source = await db.source.findFirst({ where: { key, campaign: { slug: campaign } } });
  if (!source) return { ok: false, reason: "unknown-source" };
  const read = await readDocument(bytes);
  if (!read.ok) return read;
  if (isMislabelled(name, read.kind)) return { ok: false, reason: "mislabelled" };
  const digest = sha256(bytes).toString("hex");
  const done = {
    ...{ ok: true as const, sha256: digest, kind: read.kind, pages: read.pages.length },
    hasText: read.pages.some((text) => text.trim() !== ""),
  };
  return await db.$transaction(
    async (tx) => {
      // Two at once would both find none; the second waits here.
      await tx.$queryRaw`SELECT id FROM source WHERE id = ${source.id}::uuid FOR NO KEY UPDATE`;
      const kept = await tx.sourceDocument.findUnique({ where: { sourceId: source.id } });
      if (kept && kept.sha256 !== digest) return { ok: false, reason: "other-stored" };
      if (kept) return { ...done, outcome: "unchanged" };
      const { id } = await tx.sourceDocument.create({
        data: {
          ...{ id: randomUUID(), campaignId: source.campaignId, sourceId: source.id, storedAt: now },
          ...{ kind: read.kind, size: bytes.length, sha256: digest, pages: read.pages.length },
        },
      });
      await sealDocument(tx, keys, id, bytes);
      const subject = { subjectType: "source", subjectId: source.id, campaignId: source.campaignId };
      const detail = { source: key, sha256: digest, size: bytes.length };
      await tx.auditEntry.create({ data: { at: now, actor, action: "store-document", ...subject, detail } });
      return { ...done, outcome: "stored" };
    },
    { timeout: MINUTE },
  );
}

function isMislabelled(name: string, kind: "pdf" | "text"): boolean {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase();
  if (kind === "pdf") return ending !== undefined && ending !== "pdf";
  return ending !== undefined && !["txt", "text", "md", "markdown"].includes(ending);
}
