import { createHash, randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { DAY } from "@/lib/time/durations";
import { confirmLetter } from "./confirm-letter";
import { issueOwnLetterToken } from "./own-letter";
import { makeOffice } from "./test-letters";
import type { LetterBody } from "./types";
import { type WriteResult, writeLetter } from "./write-letter";
import { readWriting } from "./writing-schema";

type World = { db: PrismaClient; keys: KeyRing; pool: pg.Pool };
type Office = { id: string; campaignId: string; key: string };

/** Longer than any link of a mail: tests of terms need not ask for fresh ones. */
const GOOD = 90 * DAY;
export const APP_URL = "https://vigil.example.org";
/** Round the clock, so that a test's moment is always within them. */
export const ALWAYS = "mon-sun 00:00-24:00";

/** What the template of these tests says: one certain claim, and one that sources differ on. */
const BODY: LetterBody = {
  salutations: [{ text: "Vážená paní, vážený pane," }],
  opening: [{ sentences: [{ text: "Píšu vám.", claims: [], kind: "link" }] }],
  topics: [
    {
      key: "returns",
      label: "Návraty",
      paragraphs: [
        { sentences: [{ text: "Lidé byli vráceni.", claims: ["jiste"], kind: "fact" }] },
        {
          sentences: [{ text: "Bylo jich mnoho.", claims: ["sporne"], kind: "fact" }],
          note: "Prameny se liší.",
        },
      ],
    },
  ],
  request: [{ sentences: [{ text: "Žádám vás:", claims: [], kind: "link" }] }],
  demands: [
    {
      key: "stop",
      label: "Konec",
      paragraphs: [{ sentences: [{ text: "Přestaňte.", claims: [], kind: "ask" }] }],
    },
  ],
  closing: [{ sentences: [{ text: "Děkuji.", claims: [], kind: "link" }] }],
  farewell: "S úctou",
};

/** What somebody sends for an office, before they changed anything; `jiste` is a claim of the template. */
export function letterFields(campaign: { slug: string }, office: { key: string }): Record<string, string> {
  return {
    campaign: campaign.slug,
    target: office.key,
    template: "dopis",
    version: "1",
    language: "en",
    locale: "ko",
    name: "Łucja Ødegård 李",
    country: "PL",
    email: `${randomUUID()}@example.org`,
    subject: "Přestaňte – 중지하라",
    text: `Vážená paní, vážený pane,\n\nPíšu vám.\n\nMoje babička ${randomUUID()} to zažila.\n\nLidé byli vráceni. [1]\n\nDěkuji.\n\nS úctou\nŁucja Ødegård 李`,
    claims: "jiste",
    topics: "returns",
    channel: "mail",
    consent: "on",
  };
}

/** Offices whose address was checked, writers, and letters as far as a test wants them. */
export function testWriters({ db, keys, pool }: World) {
  const networks = { used: 0 };

  /** A template with its claims, for a campaign that has none. */
  async function template(campaign: { id: string }, now: Date) {
    const { id: campaignId } = campaign;
    const source = { id: randomUUID(), campaignId, key: "zdroj", position: 1, kind: "reference" };
    await db.source.create({ data: { ...source, title: "Zpráva 보고", language: "cs", reliability: "–" } });
    for (const [position, [key, verdict]] of [
      ["jiste", "reported"] as const,
      ["sporne", "sources-differ"] as const,
    ].entries())
      await db.claim.create({
        data: {
          ...{ id: randomUUID(), campaignId, sourceId: source.id, key, position, topic: "law" },
          ...{
            statement: "Věta.",
            speaker: "Mluvčí",
            evidenceLevel: "seed",
            contested: false,
            opinion: false,
          },
          ...{ dateText: "únor 2012", dateFrom: "2012-02", datePrecision: "month" },
          ...{ verdictLabel: verdict, verdictReason: "Proto.", values: [] },
        },
      });
    const id = randomUUID();
    await db.letterTemplate.create({
      data: {
        ...{ id, campaignId, key: "dopis", position: 1, state: "open", kinds: ["embassy"], createdAt: now },
        versions: {
          create: {
            ...{
              id: randomUUID(),
              number: 1,
              locale: "en",
              title: "Dopis",
              subject: "Přestaňte – 중지하라",
              body: BODY,
            },
            ...{ digest: createHash("sha256").update(id).digest("hex"), publishedAt: now },
          },
        },
      },
    });
  }

  /** An office with an address that was checked, open day and night at this pace; its gate is the address. */
  async function office(
    campaign: { id: string },
    now: Date,
    {
      perHour = 36_000,
      address = `${randomUUID()}@urad.example`,
      hours = ALWAYS,
      timeZone = "Asia/Seoul",
    } = {},
  ) {
    const target = await makeOffice({ db }, campaign.id);
    await db.targetCheck.create({
      data: {
        ...{ id: randomUUID(), targetId: target.id, checkedAt: now, checkedBy: "command:test" },
        ...{ sourceUrl: "https://urad.example/kontakt", email: address },
      },
    });
    const gate = { perHour, hours, timeZone, nextAt: now };
    await db.officeGate.upsert({ where: { address }, create: { address, ...gate }, update: gate });
    return { ...target, address };
  }

  /** Sends a letter in, as a network of its own unless told. */
  async function write(sent: Record<string, string>, now: Date, peer?: string): Promise<WriteResult> {
    const read = readWriting(sent);
    if (!read.ok) return { ok: false, reason: "invalid", errors: read.errors };
    networks.used += 1;
    const own = `203.0.${Math.floor(networks.used / 250)}.${networks.used % 250}`;
    return await writeLetter(
      { pool, db, keys, now },
      { writing: read.writing, peer: peer ?? own, appUrl: APP_URL },
    );
  }

  /** The newest draft's id and link; of one mailbox only one should wait. */
  async function draftOf(now: Date) {
    const { id } = await db.letter.findFirstOrThrow({
      where: { state: "draft" },
      orderBy: { requestedAt: "desc" },
    });
    return { id, token: issueOwnLetterToken(keys, id, new Date(now.getTime() + GOOD)) };
  }

  /** A letter that its writer has confirmed. */
  async function confirmed(
    campaign: { slug: string },
    target: Office,
    now: Date,
    sent: Record<string, string> = {},
  ) {
    const fields = { ...letterFields(campaign, target), ...sent };
    const drafts = { where: { state: "draft" }, select: { id: true } };
    const before = new Set((await db.letter.findMany(drafts)).map(({ id }) => id));
    const result = await write(fields, now);
    if (!result.ok) throw new Error(JSON.stringify(result));
    const id = (await db.letter.findMany(drafts)).find((draft) => !before.has(draft.id))?.id;
    if (!id) throw new Error("nothing was stored");
    const token = issueOwnLetterToken(keys, id, new Date(now.getTime() + GOOD));
    const done = await confirmLetter({ pool, keys, now }, token);
    if (!done.ok) throw new Error(done.reason);
    return { id, token, fields, state: done.state };
  }

  return { template, office, write, draftOf, confirmed };
}
