import { randomUUID } from "node:crypto";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import type { PrismaClient } from "@/lib/db/generated/client";

type Signed = { id: string; versionId: string; hashKey: Buffer };

/** What the form said, where it matters. */
type Wish = { display?: string; country?: string | null; forgetMe?: boolean; expiresAt?: Date };

/** The row of a sign-up that waits to be confirmed. Its address is at planted.example. */
function pendingRow(
  keys: KeyRing,
  petition: Signed,
  name: string,
  now: Date,
  { display = "public", country = "CZ", forgetMe = false, expiresAt = now }: Wish,
) {
  const id = randomUUID();
  const email = `${id}@planted.example`;
  const sealed = (context: string, text: string) =>
    Uint8Array.from(seal(keys, "personal-fields", context, text));
  const hash = (text: string) => Uint8Array.from(keyedHash(petition.hashKey, text));
  return {
    ...{ id, petitionId: petition.id, versionId: petition.versionId, state: "pending", locale: "en" },
    ...{ display, country, forgetMe, updates: false },
    ...{ nameEnc: sealed("signature.name", name), emailEnc: sealed("signature.email", email) },
    ...{ emailHash: hash(`email:${email}`), nameHash: hash(`name:${name}`) },
    ...{ requestedAt: now, mailedAt: now, mailRequest: randomUUID(), expiresAt },
  };
}

/** Somebody who signed up and was asked by mail. Returns the id. */
export async function makePending(
  db: PrismaClient,
  keys: KeyRing,
  petition: Signed,
  name: string,
  now: Date,
  wish: Wish = {},
): Promise<string> {
  const data = pendingRow(keys, petition, name, now, wish);
  await db.signature.create({ data });
  return data.id;
}

/** A confirmed signature that waits to be counted, as confirming leaves it. Returns its id; its address is at planted.example. */
export async function makeConfirmed(
  db: PrismaClient,
  keys: KeyRing,
  petition: Signed,
  name: string,
  now: Date,
): Promise<string> {
  const row = pendingRow(keys, petition, name, now, {});
  await db.signature.create({ data: { ...row, state: "confirmed", place: 1, countedAt: now } });
  await db.countEntry.create({
    data: { petitionId: petition.id, kind: "confirm", country: "CZ", dueAt: now },
  });
  return row.id;
}
