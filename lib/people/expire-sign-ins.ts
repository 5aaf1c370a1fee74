import type { PrismaClient } from "@/lib/db/generated/client";

/** Deletes sessions and links whose time is over. Returns how many rows went. */
export async function expireSignIns(db: PrismaClient, now: Date): Promise<number> {
  const sessions = await db.session.deleteMany({ where: { expiresAt: { lt: now } } });
  const links = await db.signInToken.deleteMany({ where: { expiresAt: { lt: now } } });
  return sessions.count + links.count;
}
