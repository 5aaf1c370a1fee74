import { randomUUID } from "node:crypto";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import type { PrismaClient } from "@/lib/db/generated/client";

type Signed = { id: string; versionId: string; hashKey: Buffer };

/** A confirmed signature that waits to be counted, as confirming leaves it. Returns its id; its address is at planted.example. */
export async function makeConfirmed(
  db: PrismaClient,
  keys: KeyRing,
  petition: Signed,
  name: string,
  now: Date,
): Promise<string> {
  const id = randomUUID();
  const email = `${id}@planted.example`;
  const sealed = (context: string, text: string) =>
    Uint8Array.from(seal(keys, "personal-fields", context, text));
  const hash = (text: string) => Uint8Array.from(keyedHash(petition.hashKey, text));
  await db.signature.create({
    data: {
      id,
      petitionId: petition.id,
      versionId: petition.versionId,
      state: "confirmed",
      place: 1,
      display: "public",
      locale: "en",
      country: "CZ",
      forgetMe: false,
      updates: false,
      nameEnc: sealed("signature.name", name),
      emailEnc: sealed("signature.email", email),
      emailHash: hash(`email:${email}`),
      nameHash: hash(`name:${name}`),
      requestedAt: now,
      mailedAt: now,
      mailRequest: randomUUID(),
      expiresAt: now,
      countedAt: now,
    },
  });
  await db.countEntry.create({
    data: { petitionId: petition.id, kind: "confirm", country: "CZ", dueAt: now },
  });
  return id;
}
