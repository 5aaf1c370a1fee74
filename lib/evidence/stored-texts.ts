import type { Db } from "@/lib/db/prisma";

/** A text of a campaign that cites claims, as it is stored. */
export type StoredText = { where: string; body: unknown };

/** A campaign's own words, its dossiers and every version of its petitions and letters. */
export async function textsOf(db: Db, campaignId: string): Promise<StoredText[]> {
  const campaign = await db.campaignText.findMany({ where: { campaignId }, orderBy: { locale: "asc" } });
  const dossiers = await db.dossierText.findMany({
    where: { dossier: { campaignId } },
    orderBy: [{ dossier: { position: "asc" } }, { locale: "asc" }],
    include: { dossier: { select: { key: true } } },
  });
  const versions = await db.petitionVersion.findMany({
    where: { petition: { campaignId } },
    orderBy: [{ number: "asc" }, { locale: "asc" }],
    include: { petition: { select: { slug: true } } },
  });
  const letters = await db.letterTemplateVersion.findMany({
    where: { template: { campaignId } },
    orderBy: [{ template: { position: "asc" } }, { number: "asc" }, { locale: "asc" }],
    include: { template: { select: { key: true } } },
  });
  return [
    ...campaign.map(({ locale, body }) => ({ where: `campaign ${locale}`, body })),
    ...dossiers.map(({ dossier, locale, body }) => ({ where: `dossier ${dossier.key} ${locale}`, body })),
    ...versions.map(({ petition, number, locale, body }) => ({
      where: `petition ${petition.slug} ${number} ${locale}`,
      body,
    })),
    ...letters.map(({ template, number, locale, body }) => ({
      where: `letter ${template.key} ${number} ${locale}`,
      body,
    })),
  ];
}

type Sentence = { text: string; kind: string; claims: readonly string[] };

/** Every sentence of a stored text, however its paragraphs are arranged: petitions have demands, dossiers sections. */
export function sentencesOf(body: unknown): Sentence[] {
  if (Array.isArray(body)) return body.flatMap(sentencesOf);
  if (typeof body !== "object" || body === null) return [];
  if (isSentence(body)) return [body];
  return Object.values(body).flatMap(sentencesOf);
}

function isSentence(value: object): value is Sentence {
  return "text" in value && "kind" in value && "claims" in value && Array.isArray(value.claims);
}

/** Every paragraph of a stored text, with the note it may have in a letter. */
export function paragraphsOf(body: unknown): { sentences: unknown[]; note?: unknown }[] {
  if (Array.isArray(body)) return body.flatMap(paragraphsOf);
  if (typeof body !== "object" || body === null) return [];
  if ("sentences" in body && Array.isArray(body.sentences)) return [{ ...body, sentences: body.sentences }];
  return Object.values(body).flatMap(paragraphsOf);
}

/** Keys of all claims that a stored text names: in its sentences, and those a campaign's page shows first. */
export function citedIn(body: unknown): string[] {
  const shown =
    typeof body === "object" && body !== null && "keyClaims" in body && Array.isArray(body.keyClaims)
      ? body.keyClaims.map(String)
      : [];
  return [...new Set([...sentencesOf(body).flatMap(({ claims }) => claims), ...shown])];
}
