import { randomUUID } from "node:crypto";
import { sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";
import type { Db } from "@/lib/db/prisma";

/** Bytes of a piece: when the secret changes, hundreds of them are in memory at once. */
const PIECE = 48 * 1024;
/** Pieces written by one statement. */
const STEP = 50;

const contextOf = (id: string) => `source_document_part.${id}`;

/** Writes a file's bytes, sealed, as the pieces of a document that has none. */
export async function sealDocument(
  tx: Db,
  keys: KeyRing,
  documentId: string,
  bytes: Uint8Array,
): Promise<void> {
  const pieces = Math.ceil(bytes.length / PIECE);
  for (let start = 0; start < pieces; start += STEP) {
    const count = Math.min(STEP, pieces - start);
    const data = Array.from({ length: count }, (_, index) => {
      const [id, number] = [randomUUID(), start + index];
      const piece = Buffer.from(bytes.subarray(number * PIECE, (number + 1) * PIECE)).toString("base64");
      const contentEnc = Uint8Array.from(seal(keys, "source-documents", contextOf(id), piece));
      return { id, documentId, number, contentEnc };
    });
    await tx.sourceDocumentPart.createMany({ data });
  }
}

/** A document's bytes as they were stored. Throws where they are not those, or sealed under another secret. */
export async function openDocument(
  db: Db,
  keys: KeyRing,
  document: { id: string; sha256: string },
): Promise<Uint8Array> {
  const parts = await db.sourceDocumentPart.findMany({
    where: { documentId: document.id },
    orderBy: { number: "asc" },
  });
  const pieces = parts.map(({ id, contentEnc }) =>
    Buffer.from(unseal(keys, "source-documents", contextOf(id), contentEnc), "base64"),
  );
  const bytes = Buffer.concat(pieces);
  if (sha256(bytes).toString("hex") !== document.sha256)
    throw new Error(`document ${document.id} is not what was stored: its SHA-256 differs`);
  return bytes;
}
