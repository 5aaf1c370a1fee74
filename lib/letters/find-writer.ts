import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { Db } from "@/lib/db/prisma";
import type { Address } from "@/lib/mail/address";
import { MINUTE } from "@/lib/time/durations";
import { type EraseLetterResult, eraseLetter } from "./erase-letter";
import { ownAnswers } from "./own-answers";
import { findOwnLetter, issueOwnLetterToken } from "./own-letter";
import type { OwnAnswers, OwnLetter } from "./types";
import { isWriter } from "./writer-address";
import { writerHashes } from "./writer-hash";

type Desk = { pool: pg.Pool; db: Db; keys: KeyRing; actor: string; now: Date };
/** All that is stored of a letter: what its writer told of an answer, and what came, too. */
export type WriterLetter = OwnLetter & { answers: OwnAnswers };

/**
 * What is stored of the letters of whoever asks for it by address, by id, for those who have shown that the mailbox is
 * theirs; of other spellings that some providers deliver to the same person, they ask with each. Letters whose writer
 * is forgotten are nobody's any more. That they were shown stands in the audit.
 */
export async function showWriter(desk: Desk, address: Address): Promise<Map<string, WriterLetter>> {
  const shown = new Map<string, WriterLetter>();
  for (const id of await idsOf(desk, address)) {
    const found = await findOwnLetter(desk, linkOf(desk, id));
    const answers = await ownAnswers(desk.db, desk.keys, id);
    if (found.status === "there") shown.set(id, { ...found.letter, answers });
    await audit(desk, id, "show-letter");
  }
  return shown;
}

/** Erases them as their writer would by the link; one that is on its way this minute stays, and is asked for again. */
export async function eraseWriter(desk: Desk, address: Address): Promise<Map<string, EraseLetterResult>> {
  const results = new Map<string, EraseLetterResult>();
  for (const id of await idsOf(desk, address)) {
    await audit(desk, id, "erase-letter");
    results.set(id, await eraseLetter(desk, linkOf(desk, id)));
  }
  return results;
}

/** Tokens know whole seconds. */
function linkOf({ keys, now }: Desk, id: string): string {
  return issueOwnLetterToken(keys, id, new Date(now.getTime() + MINUTE));
}

async function idsOf({ pool, keys }: Desk, address: Address): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; email_enc: Buffer | null }>(
    "SELECT id, email_enc FROM letter WHERE email_hash = ANY ($1) ORDER BY requested_at, id",
    [writerHashes(keys, address)],
  );
  return rows.filter((row) => isWriter(keys, row, address.canonical)).map(({ id }) => id);
}

async function audit({ pool, actor, now }: Desk, id: string, action: string): Promise<void> {
  await pool.query(
    `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
     SELECT $1, $2, $3, 'letter', $4::text, campaign_id, '{name,email,subject,body}', '{}' FROM letter WHERE id = $4::uuid`,
    [now, actor, action, id],
  );
}
