import { randomUUID } from "node:crypto";
import type { PrismaClient } from "@/lib/db/generated/client";

/** One claim and its source, both under one key, so that what is read of one thing has one to read. */
export async function plantEvidence(db: PrismaClient, campaignId: string, key: string): Promise<void> {
  const source = { id: randomUUID(), campaignId, key, position: 1, kind: "NGO report", title: "Zpráva" };
  await db.source.create({ data: { ...source, authors: [], language: "cs", reliability: "primary" } });
  await db.claim.create({
    data: {
      id: randomUUID(),
      campaignId,
      key,
      position: 1,
      statement: "Vrátili je.",
      topic: "repatriation-events",
      sourceId: source.id,
      speaker: "Úřad",
      dateText: "2024",
      datePrecision: "year",
      values: [],
      verdictLabel: "reported",
      verdictReason: "Zpráva to říká.",
      contested: false,
      opinion: false,
      evidenceLevel: "secondary report",
    },
  });
}
