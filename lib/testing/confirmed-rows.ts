import { randomUUID } from "node:crypto";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import type { Db } from "@/lib/db/prisma";

type Petition = { id: string; versionId: string };
type Wish = {
  country?: string | null;
  display?: string;
  name?: string;
  reason?: string;
  /** When they were confirmed and enter the count. */
  at: Date;
  times?: number;
};

/** Confirmed signatures with their count entries, as confirming writes them. Returns their ids. */
export async function confirmedRows(
  db: Db,
  keys: KeyRing,
  petition: Petition,
  wish: Wish,
): Promise<string[]> {
  const { country = null, display = "counted", name, at, times = 1, reason } = wish;
  const ids = Array.from({ length: times }, () => randomUUID());
  const sealed = (field: string, text?: string) =>
    text ? new Uint8Array(seal(keys, "personal-fields", `signature.${field}`, text)) : null;
  await db.signature.createMany({
    data: ids.map((id) => ({
      id,
      petitionId: petition.id,
      versionId: petition.versionId,
      state: "confirmed",
      display,
      country,
      locale: "en",
      forgetMe: false,
      updates: false,
      mailRequest: randomUUID(),
      nameEnc: sealed("name", name),
      reasonEnc: sealed("reason", reason),
      requestedAt: at,
      mailedAt: at,
      expiresAt: at,
      countedAt: at,
    })),
  });
  await db.countEntry.createMany({
    data: ids.map(() => ({ petitionId: petition.id, kind: "confirm", country, dueAt: at })),
  });
  return ids;
}
