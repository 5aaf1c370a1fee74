import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { inTransaction } from "@/lib/db/transaction";
import { isUuid } from "@/lib/db/uuid";
import type { Correction } from "@/lib/evidence/types";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locales";
import { correctionsSinceWritten } from "./claim-corrections";
import { type LetterBodyText, openBody, openField } from "./sealed-letter";

/**
 * SQL over `l`, a letter: why it was ever held, the last reason at the end. A restored one may be held for what it was held
 * for before, too (replay-letters.ts).
 */
export const HELD_FOR =
  "coalesce((SELECT string_agg(e.note, ', ' ORDER BY e.at, e.id) FROM letter_event e WHERE e.letter_id = l.id AND e.kind = 'held'), l.held_for)";

export type DeskLetter = {
  target: string;
  /** All reasons, as in HELD_FOR. */
  heldFor: string;
  language: Locale;
  name: string;
  subject: string;
  body: LetterBodyText;
  /** Of the claims that it cites, since it was written. */
  corrections: Correction[];
};
type Row = {
  campaign_id: string;
  target: string;
  held_for: string;
  language: string;
  name_enc: Buffer;
  subject_enc: Buffer;
  body_enc: Buffer;
};

/**
 * A held letter as the office would get it, for whoever decides whether it leaves; that they read it is noted in the same
 * transaction. Never the writer's address. Null for a letter that is not held: nobody reads others. The caller has asked
 * whether the actor may.
 */
export async function readForDesk(
  { pool, keys, actor, now }: { pool: pg.Pool; keys: KeyRing; actor: string; now: Date },
  id: string,
): Promise<DeskLetter | null> {
  if (!isUuid(id)) return null;
  return await inTransaction(pool, async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT l.campaign_id, t.key AS target, ${HELD_FOR} AS held_for, l.language, l.name_enc, l.subject_enc, l.body_enc
       FROM letter l JOIN target t ON t.id = l.target_id WHERE l.id = $1 AND l.state = 'held' AND l.body_enc IS NOT NULL`,
      [id],
    );
    const [row] = rows;
    if (!row) return null;
    await client.query(
      `INSERT INTO audit_entry (at, actor, action, subject_type, subject_id, campaign_id, personal_fields, detail)
       VALUES ($1, $2, 'read-letter', 'letter', $3, $4, '{name,subject,body}', '{}')`,
      [now, actor, id, row.campaign_id],
    );
    const body = openBody(keys, row.body_enc);
    return {
      target: row.target,
      heldFor: row.held_for,
      language: isLocale(row.language) ? row.language : DEFAULT_LOCALE,
      name: openField(keys, "name", row.name_enc),
      subject: openField(keys, "subject", row.subject_enc),
      body,
      corrections: await correctionsSinceWritten(client, { id, claims: body.claims }),
    };
  });
}
