import { randomBytes, randomUUID } from "node:crypto";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import type { Db } from "@/lib/db/prisma";
import type { PetitionState } from "./states";

export type NewPetition = {
  campaignId: string;
  slug: string;
  state: PetitionState;
  opensAt: Date;
  /** Keys of targets of the same campaign, in the order they are shown. */
  targets: readonly string[];
  actor: string;
  now: Date;
};

export type NewPetitionResult =
  | { ok: true; id: string }
  | { ok: false; reason: "slug-taken" }
  | { ok: false; reason: "unknown-target"; target: string };

const HASH_KEY_BYTES = 32;

/**
 * Makes a petition without a text, with its own random key for hashes of addresses and names (docs/trust.md: petitions
 * cannot be joined) and a count of zero. Takes an open transaction and the key ring that seals the key.
 */
export async function createPetition(tx: Db, keys: KeyRing, input: NewPetition): Promise<NewPetitionResult> {
  const { campaignId, slug, state, opensAt, now } = input;
  const targets = await tx.target.findMany({ where: { campaignId, key: { in: [...input.targets] } } });
  const ids = new Map(targets.map((target) => [target.key, target.id]));
  const unknown = input.targets.find((key) => !ids.has(key));
  if (unknown !== undefined) return { ok: false, reason: "unknown-target", target: unknown };

  const id = randomUUID();
  const hashKeyEnc = sealHashKey(keys);
  const row = { id, campaignId, slug, state, opensAt, hashKeyEnc, createdAt: now };
  const { count } = await tx.petition.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) return { ok: false, reason: "slug-taken" };
  await tx.petitionCount.create({ data: { petitionId: id } });
  await tx.petitionTarget.createMany({
    data: input.targets.flatMap((key, position) => {
      const targetId = ids.get(key);
      return targetId ? [{ petitionId: id, targetId, position }] : [];
    }),
  });
  await audit(tx, input, id);
  return { ok: true, id };
}

function sealHashKey(keys: KeyRing): Uint8Array<ArrayBuffer> {
  const sealed = seal(
    keys,
    "petition-keys",
    "petition.hash_key",
    randomBytes(HASH_KEY_BYTES).toString("base64"),
  );
  return new Uint8Array(sealed);
}

async function audit(tx: Db, { campaignId, slug, actor, now }: NewPetition, id: string): Promise<void> {
  const subject = { subjectType: "petition", subjectId: id, campaignId };
  await tx.auditEntry.create({
    data: { at: now, actor, action: "create-petition", ...subject, detail: { slug } },
  });
}
