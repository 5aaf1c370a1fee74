import type { KeyRing } from "@/lib/crypto/keys";
import { withClient } from "@/lib/db/connection";
import { say } from "../terminal";

/** Brings in the first campaign where the database has none at all. Returns whether it did. */
export async function seedIfEmpty(databaseUrl: string, keys: KeyRing): Promise<boolean> {
  const campaigns = await withClient(databaseUrl, (client) => client.query("SELECT 1 FROM campaign LIMIT 1"));
  if (campaigns.rowCount !== 0) return false;
  say("Bringing in the first campaign …");
  // Imported late: the client they use may have been generated a moment ago.
  const { openPrisma } = await import("@/lib/db/prisma");
  const { seedFirstCampaign } = await import("@/prisma/seed/seed");
  const db = openPrisma(databaseUrl);
  try {
    return (await seedFirstCampaign(db, keys, new Date())).seeded;
  } finally {
    await db.$disconnect();
  }
}
