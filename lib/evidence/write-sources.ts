import { randomUUID } from "node:crypto";
import type { ImportPlan } from "@/lib/campaigns/plan-import";
import type { Db } from "@/lib/db/prisma";
import { storeSource } from "./store-source";
import type { SourceRow } from "./types";

/** Writes planned sources; new ones go to the end of the campaign's list, in the order of the file. */
export async function writeSources(tx: Db, campaignId: string, plan: ImportPlan<SourceRow>): Promise<void> {
  const last = await tx.source.aggregate({ where: { campaignId }, _max: { position: true } });
  const first = (last._max.position ?? 0) + 1;
  await tx.source.createMany({
    data: plan.created.map((row, index) => ({
      id: randomUUID(),
      campaignId,
      position: first + index,
      ...storeSource(row),
    })),
  });
  for (const { after } of plan.changed) {
    await tx.source.update({
      where: { campaignId_key: { campaignId, key: after.id } },
      data: storeSource(after),
    });
  }
}
