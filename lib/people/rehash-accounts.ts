import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { readAddress } from "@/lib/mail/address";
import { accountHash, openAccountAddress } from "./account-fields";

/**
 * Puts every account under the hash of today's secret, from its sealed address. Repeating it changes nothing. Returns how
 * many were moved. Throws where an address cannot be read: such an account would be lost.
 */
export async function rehashAccounts(db: PrismaClient, keys: KeyRing): Promise<number> {
  const accounts = await db.account.findMany({ select: { id: true, emailEnc: true, emailHash: true } });
  let moved = 0;
  for (const { id, emailEnc, emailHash: former } of accounts) {
    const read = readAddress(openAccountAddress(keys, emailEnc));
    if (!read.ok) throw new Error(`the address of account ${id} cannot be read: ${read.problem}`);
    const emailHash = accountHash(keys, read.address.canonical);
    if (Buffer.compare(emailHash, former) === 0) continue;
    const { count } = await db.account.updateMany({ where: { id, emailHash: former }, data: { emailHash } });
    moved += count;
  }
  return moved;
}
