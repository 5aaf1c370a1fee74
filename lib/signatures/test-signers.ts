import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { issueToken } from "@/lib/crypto/token";
import type { PrismaClient } from "@/lib/db/generated/client";
import { DAY } from "@/lib/time/durations";
import { confirmSignature } from "./confirm-signature";
import { countSignatures } from "./count-signatures";
import { issueManageToken } from "./own-signature";
import { readSigning } from "./schema";
import { signPetition } from "./sign-petition";

type Database = { db: PrismaClient; keys: KeyRing; pool: pg.Pool };
export type TestPetition = { id: string; slug: string };

/** What a careless person fills in. */
export const PERSON = {
  name: "Łucja Ødegård 李",
  country: "PL",
  display: "public",
  reason: "Protože.",
  updates: "on",
  src: "tag",
};

/** Makes people sign in a test's database, from `start` on, and tells what became of them. */
export function testSigners({ db, keys, pool }: Database, start: Date) {
  const networks = { used: 0 };
  const known = new Set<string>();
  const at = (now: Date) => ({ pool, keys, now });

  /** Signs. Returns the id. */
  async function sign(petition: TestPetition, sent: Record<string, string>, now = start): Promise<string> {
    const read = readSigning({ consent: "on", ...sent });
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    networks.used += 1;
    const peer = `203.0.113.${networks.used}`;
    await signPetition(at(now), { slug: petition.slug, signing: read.signing, peer });
    const pending = await db.signature.findMany({
      where: { petitionId: petition.id, state: "pending" },
      orderBy: { requestedAt: "desc" },
    });
    // Who signs again has the same row; those who sign in the same moment have no order.
    const id = (pending.find((one) => !known.has(one.id)) ?? pending[0])?.id;
    if (!id) throw new Error("nobody waits to confirm");
    known.add(id);
    return id;
  }

  /** Signs and confirms. Returns the id, the address, the proof of a link, and the code of "forget me". */
  async function confirmed(petition: TestPetition, sent: Record<string, string> = {}, now = start) {
    const email = sent.email ?? `${randomUUID()}@example.org`;
    const id = await sign(petition, { ...PERSON, ...sent, email }, now);
    const token = issueToken(keys, "confirm-signature", id, new Date(start.getTime() + 14 * DAY));
    const done = await confirmSignature(at(now), token);
    if (!done.ok) throw new Error(done.reason);
    return { id, email, code: done.withdrawalCode ?? "", proof: { token: issueManageToken(keys, id, now) } };
  }

  return {
    at,
    sign,
    confirmed,
    row: (id: string) => db.signature.findUniqueOrThrow({ where: { id } }),
    /** Kinds of the entries that wait for the count, by when they are due. */
    async kinds(petition: TestPetition) {
      const entries = await db.countEntry.findMany({
        where: { petitionId: petition.id },
        orderBy: [{ dueAt: "asc" }, { kind: "asc" }],
      });
      return entries.map(({ kind }) => kind);
    },
    /** Kinds of the entries on their way into the journal: turns in their order, the others have none. */
    async journaled(id: string) {
      const entries = await db.journalEntry.findMany({
        where: { subjectId: id },
        orderBy: [{ turn: "asc" }, { kind: "asc" }],
      });
      return entries.map(({ kind }) => kind);
    },
    /** The published count after a pass. */
    async published(petition: TestPetition, now: Date) {
      await countSignatures(pool, now);
      const sums = await db.petitionCount.findUniqueOrThrow({ where: { petitionId: petition.id } });
      return sums.confirmed - sums.withdrawn - sums.removed + sums.restored;
    },
  };
}
