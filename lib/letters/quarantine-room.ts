import type pg from "pg";
import {
  FILES_PER_LETTER,
  KEPT_IN_ALL,
  KEPT_OF_OFFICE,
  PART_OF_FILES,
  TEXTS_PER_LETTER,
} from "./reply-limits";

/** SQL: what came to a relay address and says something. */
export const SAID = "kind IN ('answer', 'automatic', 'bounce')";

const ROOM = { ofOffice: KEPT_OF_OFFICE, inAll: KEPT_IN_ALL };

/** Whose answer is to be kept, and how many its letter has already. */
type Asking = { target_id: string; answered: number };

/** How many answers each letter has. Takes ids of letters; those without are left out. */
export async function answersOf(
  db: Pick<pg.Pool, "query">,
  letterIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ letter_id: string; answers: number }>(
    `SELECT letter_id, count(*)::int AS answers FROM letter_reply WHERE letter_id = ANY ($1) AND ${SAID} GROUP BY letter_id`,
    [letterIds],
  );
  return new Map(rows.map(({ letter_id, answers }) => [letter_id, answers]));
}

/**
 * Why the words, or the files, of an answer are not kept, in our words; null where there is room for so many bytes.
 * Workers that ask at once may go beyond by one mail each.
 */
export async function whyNotKept(
  db: Pick<pg.Pool, "query">,
  what: "text" | "files",
  { target_id, answered }: Asking,
  bytes: number,
  room = ROOM,
): Promise<string | null> {
  const most = what === "text" ? TEXTS_PER_LETTER : FILES_PER_LETTER;
  if (answered >= most) return `not kept, with the provider: the letter has ${answered} answers`;
  const part = what === "text" ? 1 : PART_OF_FILES;
  const { office, all } = await keptBytes(db, target_id);
  if (office + bytes > room.ofOffice * part)
    return "not kept, with the provider: no room for more of this office";
  return all + bytes > room.inAll * part ? "not kept, with the provider: no room for more" : null;
}

async function keptBytes(db: Pick<pg.Pool, "query">, targetId: string) {
  const { rows } = await db.query<{ office: number; all: number }>(
    `SELECT coalesce(sum(bytes) FILTER (WHERE target_id = $1), 0)::float8 AS office, coalesce(sum(bytes), 0)::float8 AS all
     FROM (SELECT target_id, octet_length(text_enc) AS bytes FROM letter_reply WHERE text_enc IS NOT NULL
       UNION ALL SELECT r.target_id, octet_length(a.content_enc) FROM reply_attachment a JOIN letter_reply r ON r.id = a.reply_id
       WHERE a.content_enc IS NOT NULL) AS kept`,
    [targetId],
  );
  return rows[0] ?? { office: 0, all: 0 };
}
