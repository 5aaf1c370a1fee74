import { randomUUID } from "node:crypto";
import type { PrismaClient } from "@/lib/db/generated/client";
import { makeCampaign } from "./world";

export type ClaimWish = {
  key: string;
  statement?: string;
  speaker?: string;
  place?: string;
  topic?: string;
  /** Why its verdict is what it is. */
  reason?: string;
  position?: number;
  /** The line of the source's file that says it. */
  line?: number;
};

/** A campaign with the source "zdroj" and these claims, which all rest on it. Returns the campaign's row. */
export async function makeClaims(db: PrismaClient, wishes: ClaimWish[], state = "live") {
  const campaign = await makeCampaign(db, { state });
  const [sourceId, campaignId] = [randomUUID(), campaign.id];
  await db.source.create({
    data: {
      ...{ id: sourceId, campaignId, key: "zdroj", position: 1, kind: "reference", language: "cs" },
      ...{
        title: "Zpráva 보고서",
        authors: ["Łucja Ødegård"],
        reliability: "–",
        description: "Vyšlo v Soulu.",
      },
    },
  });
  const rest = { contested: false, opinion: false, evidenceLevel: "seed", dateText: "únor 2012" };
  await db.claim.createMany({
    data: wishes.map(
      ({ statement = "Věta.", speaker = "Mluvčí", topic = "law", reason, line, ...wish }, index) => ({
        ...{
          id: randomUUID(),
          campaignId,
          sourceId,
          statement,
          speaker,
          topic,
          position: index,
          ...wish,
          ...rest,
        },
        ...{ values: [{ value: 31500, unit: "lidí" }], datePrecision: "month" },
        ...{ verdictLabel: "reported", verdictReason: reason ?? "–" },
        ...(line === undefined ? {} : { locatorFile: "zprava.txt", locatorLine: line }),
      }),
    ),
  });
  return campaign;
}
