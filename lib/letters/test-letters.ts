import { randomUUID } from "node:crypto";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { replyTagHash, replyToken } from "./reply-address";
import { sealBody, sealField } from "./sealed-letter";
import type { LetterState } from "./states";

/** What a writer of a test wrote. */
export const WRITER = {
  name: "Łucja Ødegård 李",
  subject: "Přestaňte – 중지하라",
  text: "Vážená paní,\n\nproč?",
};

export type LetterWish = {
  state?: LetterState;
  leftAt?: Date;
  followUp?: boolean;
  askAt?: Date | null;
  email?: string;
  name?: string;
  subject?: string;
  text?: string;
  locale?: string;
  replyTo?: "relay" | "own";
};
type World = { db: PrismaClient; keys: KeyRing };

/** An office of a campaign, made up. */
export async function makeOffice(
  { db }: Pick<World, "db">,
  campaignId: string,
  key = `embassy-${randomUUID().slice(0, 8)}`,
) {
  return await db.target.create({
    data: {
      id: randomUUID(),
      campaignId,
      key,
      kind: "embassy",
      country: "KR",
      city: "서울",
      name: "Посольство 大使馆",
      seenDate: "2026-02-01",
      confidence: "high",
      contactReady: true,
      platformSending: false,
      timeZone: "Asia/Seoul",
    },
  });
}

/** A letter that has left for an office, as sending leaves it. Returns its row, address and relay token. */
export async function makeLetter(
  { db, keys }: World,
  { id: targetId, campaignId }: { id: string; campaignId: string },
  wish: LetterWish = {},
) {
  const id = randomUUID();
  const { leftAt = new Date("2026-03-02T01:00:00Z"), email = `${randomUUID()}@example.org` } = wish;
  const { name, subject, text } = { ...WRITER, ...wish };
  const sealed = (field: Parameters<typeof sealField>[1], value: string) =>
    Uint8Array.from(sealField(keys, field, value));
  const token = replyToken(keys, id);
  const letter = await db.letter.create({
    data: {
      id,
      campaignId,
      targetId,
      state: wish.state ?? "sent",
      channel: "mail",
      locale: wish.locale ?? "en",
      language: "en",
      country: "PL",
      unchanged: false,
      topics: ["returns"],
      demands: [],
      digest: "0".repeat(64),
      replyTo: wish.replyTo ?? "relay",
      followUp: wish.followUp ?? true,
      nameEnc: sealed("name", name),
      emailEnc: sealed("email", email),
      subjectEnc: sealed("subject", subject),
      bodyEnc: Uint8Array.from(sealBody(keys, { text, notes: [], own: "proč?" })),
      likeness: [],
      replyTagHash: Uint8Array.from(replyTagHash(token)),
      requestedAt: leftAt,
      expiresAt: leftAt,
      confirmedAt: leftAt,
      leftAt,
      stateAt: leftAt,
      askAt: wish.askAt ?? null,
    },
  });
  return { ...letter, email, token };
}
