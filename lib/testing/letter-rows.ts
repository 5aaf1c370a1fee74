import { createHash, randomUUID } from "node:crypto";
import type { Db } from "@/lib/db/prisma";

type OfficeWish = {
  key?: string;
  kind?: string;
  country?: string | null;
  city?: string | null;
  name?: string | null;
  address?: string | null;
  email?: string | null;
  website?: string | null;
  note?: string | null;
  timeZone?: string;
};

/** An office of a campaign, with a website of its own and nothing checked. Returns its row. */
export async function makeTarget(db: Db, campaignId: string, wish: OfficeWish = {}) {
  return await db.target.create({
    data: {
      id: randomUUID(),
      campaignId,
      key: `urad-${randomUUID().slice(0, 8)}`,
      kind: "embassy",
      country: "CZ",
      hostCountry: "Česko",
      city: "Praha",
      name: "Velvyslanectví 大使馆 대사관",
      website: "http://www.urad.example",
      sources: ["Seznam ministerstva"],
      seenDate: "2026-03-01",
      confidence: "medium",
      contactReady: false,
      platformSending: false,
      timeZone: "Asia/Kathmandu",
      languages: ["cs", "zh"],
      ...wish,
    },
  });
}

type LetterWish = { state: string; leftAt: Date; unchanged?: boolean; channel?: string; times?: number };

/** Letters that have left for an office, as what is kept of them after 28 days: no text, no writer. */
export async function leftLetters(
  db: Db,
  target: { id: string; campaignId: string },
  { state, leftAt, unchanged = false, channel = "mail", times = 1 }: LetterWish,
): Promise<void> {
  await db.letter.createMany({
    data: Array.from({ length: times }, () => ({
      id: randomUUID(),
      campaignId: target.campaignId,
      targetId: target.id,
      state,
      channel,
      locale: "ko",
      language: "en",
      unchanged,
      topics: [],
      demands: [],
      digest: createHash("sha256").update(randomUUID()).digest("hex"),
      replyTo: "relay",
      followUp: false,
      likeness: [],
      requestedAt: leftAt,
      expiresAt: leftAt,
      confirmedAt: leftAt,
      queuedAt: leftAt,
      leftAt,
      stateAt: leftAt,
    })),
  });
}
