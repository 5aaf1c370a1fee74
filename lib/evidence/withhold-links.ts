import { sha256 } from "@/lib/crypto/hash";
import type { Db } from "@/lib/db/prisma";
import type { Row } from "./row-kinds";

/** An address that must not be linked, as its hash, with the source it is of and why. */
export type WithheldLink = { sha256: Uint8Array<ArrayBuffer>; source: string; reason: string };

/** Withheld addresses by their hashes: of the folder and of every import before. */
export type Withheld = ReadonlyMap<string, WithheldLink>;

/** Addresses that earlier imports of a campaign withheld. */
export async function readWithheld(tx: Db, campaignId: string): Promise<WithheldLink[]> {
  const rows = await tx.withheldAddress.findMany({
    where: { campaignId },
    select: { sha256: true, reason: true, source: { select: { key: true } } },
  });
  return rows.map(({ sha256, reason, source }) => ({ sha256, reason, source: source.key }));
}

/** Takes the reasons by source and the sources as the file brings them, with their addresses still in place. */
export function withheldBy(reasons: ReadonlyMap<string, string>, sources: readonly Row[]): WithheldLink[] {
  return sources.flatMap(({ id, original_url: address }) => {
    const reason = reasons.get(String(id));
    return typeof address === "string" && reason !== undefined
      ? [{ sha256: hashOf(address), source: String(id), reason }]
      : [];
  });
}

/** Withheld addresses ready to be looked up; of two with the same address the later stands. */
export function byHash(links: readonly WithheldLink[]): Withheld {
  return new Map(links.map((link) => [nameOf(link.sha256), link]));
}

/** Keeps the hashes, so that no later import brings an address back that its folder does not withhold again. */
export async function keepWithheld(
  tx: Db,
  campaignId: string,
  links: readonly WithheldLink[],
  sources: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { sha256, source, reason } of links) {
    const sourceId = sources.get(source);
    if (!sourceId) throw new Error(`no id for "${source}", which the checks should have refused`);
    await tx.withheldAddress.upsert({
      where: { campaignId_sha256: { campaignId, sha256 } },
      create: { campaignId, sha256, sourceId, reason },
      update: { sourceId, reason },
    });
  }
}

/** The document is named, the copy is not: its address never enters the database, in whichever row; the reason does. */
export function withholdLinks(row: Row, withheld: Withheld): Row {
  if (withheld.size === 0) return row;
  const at = (address: unknown) =>
    typeof address === "string" ? withheld.get(nameOf(hashOf(address))) : undefined;
  const { original_url: own, source_url: cited, sources: checked } = row;
  const copy = at(own);
  if (copy) return { ...row, original_url: null, url_note: noteOf(row.url_note, copy.reason) };
  if (at(cited)) return { ...row, source_url: null };
  if (!Array.isArray(checked)) return row;
  return { ...row, sources: [...new Set(checked.map((each: string) => at(each)?.source ?? each))] };
}

/** A note that an export wrote ends with the reason already. */
function noteOf(note: unknown, reason: string): string {
  if (typeof note !== "string") return reason;
  return note.endsWith(reason) ? note : `${note} ${reason}`;
}

function hashOf(address: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sha256(address));
}

function nameOf(hash: Uint8Array): string {
  return Buffer.from(hash).toString("hex");
}
