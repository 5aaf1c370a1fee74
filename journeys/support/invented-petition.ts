import { keyRing } from "@/lib/crypto/keys";
import { openPrisma } from "@/lib/db/prisma";
import { createPetition } from "@/lib/petitions/create-petition";
import { publishPetitionVersion } from "@/lib/petitions/publish-petition-version";

const ACTOR = "command:journey";

/** Opens a petition to nobody for an invented campaign, under the campaign's slug; its text cites one claim. */
export async function openInventedPetition(slug: string, claim: string): Promise<void> {
  const db = openPrisma(process.env.VIGIL_DATABASE_URL ?? "");
  const keys = keyRing(process.env.VIGIL_APP_SECRET ?? "");
  const now = new Date();
  try {
    await db.$transaction(async (tx) => {
      const { id: campaignId } = await tx.campaign.findUniqueOrThrow({ where: { slug } });
      const petition = {
        campaignId,
        slug,
        state: "open",
        opensAt: now,
        targets: [],
        actor: ACTOR,
        now,
      } as const;
      const created = await createPetition(tx, keys, petition);
      const document = { file: "petition.ko.json", content: petitionText(slug, claim, now) };
      const published = await publishPetitionVersion(tx, { document, actor: ACTOR, now });
      if (!created.ok || !published.ok) throw new Error(JSON.stringify([created, published]));
    });
  } finally {
    await db.$disconnect();
  }
}

function petitionText(slug: string, claim: string, now: Date) {
  const asked = { text: "저수조를 고쳐 주십시오.", claims: [], kind: "ask" };
  return {
    ...{
      petition: slug,
      campaign: slug,
      number: 1,
      locale: "ko",
      title: "저수조를 고치라",
      addressee: "관청",
    },
    ...{ targets: [], opens: now.toISOString() },
    body: {
      opening: [{ sentences: [{ text: "물고기 120마리가 죽었다.", claims: [claim], kind: "fact" }] }],
      demands: [{ heading: "요구", paragraphs: [{ sentences: [asked] }] }],
      closing: [],
    },
  };
}
