import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { composeText } from "@/lib/letters/compose-text";
import { confirmLetter } from "@/lib/letters/confirm-letter";
import { issueOwnLetterToken } from "@/lib/letters/own-letter";
import { partsOf, prepareLetter } from "@/lib/letters/prepare-letter";
import { writeLetter } from "@/lib/letters/write-letter";
import { writerHash } from "@/lib/letters/writer-hash";
import { readWriting } from "@/lib/letters/writing-schema";
import type { Address } from "@/lib/mail/address";
import { DAY } from "@/lib/time/durations";

export type Writers = { pool: pg.Pool; db: PrismaClient; keys: KeyRing };
type Wanted = { campaign: string; target: string; people: number; appUrl: string };

const AT_ONCE = 8;

/**
 * Has that many people write to an office and say yes to it, each with words of their own, a mailbox and a network of their
 * own, as the doors do. The subject of each letter is its number.
 */
export async function writeLetters(writers: Writers, wanted: Wanted): Promise<void> {
  let next = 0;
  const writing = async () => {
    for (let index = next++; index < wanted.people; index = next++) await writeOne(writers, wanted, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writing));
}

async function writeOne(
  { pool, db, keys }: Writers,
  { campaign, target, appUrl }: Wanted,
  index: number,
): Promise<void> {
  const now = new Date();
  const chosen = { campaign, target, name: `Člověk ${index} 李`, own: ownWords(index) };
  const prepared = await prepareLetter(db, chosen, "en", now);
  if (!prepared) throw new Error(`no letter can be written to ${target}`);
  const { text, claims } = composeText(partsOf(prepared, chosen, appUrl));
  const read = readWriting({
    ...chosen,
    ...{
      template: prepared.template?.key,
      version: prepared.version.number,
      language: prepared.version.locale,
    },
    ...{ subject: `Letter ${index}`, text, claims: claims.join(" "), email: `writer.${index}@example.org` },
    ...{ channel: "mail", consent: "on" },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const peer = `10.1.${index >> 8}.${index & 255}`;
  const done = await writeLetter({ pool, db, keys, now }, { writing: read.writing, peer, appUrl });
  if (!done.ok) throw new Error(JSON.stringify(done));
  const id = await draftOf({ pool, keys }, read.writing.email);
  const link = issueOwnLetterToken(keys, id, new Date(now.getTime() + DAY));
  const yes = await confirmLetter({ pool, keys, now }, link);
  if (!yes.ok || yes.state !== "queued") throw new Error(JSON.stringify(yes));
}

/** The doors tell nobody which letter is whose; its mailbox would. */
async function draftOf({ pool, keys }: Pick<Writers, "pool" | "keys">, email: Address): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM letter WHERE state = 'draft' AND email_hash = $1",
    [writerHash(keys, email)],
  );
  if (rows.length !== 1) throw new Error(`${rows.length} drafts of one mailbox`);
  return rows[0]?.id ?? "";
}

/** Nobody else's: nothing of it is like another letter. */
function ownWords(index: number): string {
  return `I am number ${index}, and this is mine alone: ${randomUUID()} ${randomUUID()} ${randomUUID()}.`;
}
