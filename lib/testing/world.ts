import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import type { Db } from "@/lib/db/prisma";

/** The world a test makes for itself. Names and texts are non-ASCII on purpose. */
export const SPEAKER = "Łucja Ødegård 李明 김하늘";
const CREATED = new Date("2026-03-01T00:00:00.000Z");

/** A live campaign with English text. Returns its row; the slug is random so that worlds do not meet. */
export async function makeCampaign(db: Db, given: { slug?: string; state?: string } = {}) {
  return await db.campaign.create({
    data: {
      id: randomUUID(),
      slug: given.slug ?? `campaign-${randomBytes(4).toString("hex")}`,
      state: given.state ?? "live",
      defaultLocale: "en",
      startedAt: CREATED,
      createdAt: CREATED,
      texts: {
        create: {
          locale: "en",
          title: "Přestaňte – 중지하라",
          ask: "Nechte je odejít.",
          summary: "Ein kurzer Überblick.",
          body: { sections: [], keyClaims: [] },
        },
      },
    },
  });
}

type PetitionWish = { campaignId?: string; slug?: string; state?: string; closedAt?: Date };

/**
 * An open petition with version 1 in English, and the random key for its hashes. Returns its row, the version's id
 * and the key (32 bytes). Makes a campaign where none is given.
 */
export async function makePetition(db: Db, keys: KeyRing, given: PetitionWish = {}) {
  const hashKey = randomBytes(32);
  const campaignId = given.campaignId ?? (await makeCampaign(db)).id;
  const petition = await db.petition.create({
    data: {
      id: randomUUID(),
      campaignId,
      slug: given.slug ?? `petition-${randomBytes(4).toString("hex")}`,
      state: given.state ?? "open",
      opensAt: CREATED,
      closedAt: given.closedAt ?? null,
      createdAt: CREATED,
      hashKeyEnc: Uint8Array.from(
        seal(keys, "petition-keys", "petition.hash_key", hashKey.toString("base64")),
      ),
    },
  });
  const version = await makeVersion(db, petition.id);
  return { ...petition, versionId: version.id, hashKey };
}

/** One more text of a petition. */
export async function makeVersion(db: Db, petitionId: string, number = 1, locale = "en") {
  const body = petitionBody(`Žádáme vás – 우리는 요구합니다 (${number}).`);
  const digest = createHash("sha256").update(`${petitionId} ${number} ${locale}`).digest("hex");
  return await db.petitionVersion.create({
    data: {
      id: randomUUID(),
      petitionId,
      number,
      locale,
      title: "Nikoho nevracejte „domů“",
      addressee: "Regierung 政府",
      body,
      digest,
      publishedAt: CREATED,
    },
  });
}

function petitionBody(text: string) {
  const paragraph = { sentences: [{ text, claims: [], kind: "ask" }] };
  return { opening: [paragraph], demands: [{ heading: "Požadavek", paragraphs: [paragraph] }], closing: [] };
}
