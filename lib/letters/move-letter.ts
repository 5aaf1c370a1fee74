import { randomUUID } from "node:crypto";
import type pg from "pg";
import { type HoldReason, LETTER_MOVES, type LetterMove } from "./states";

type Queryable = Pick<pg.PoolClient, "query">;

/** SQL for now ($3): its day alone where the letter's words and times are destroyed (destroy-letter.ts). */
const MOMENT =
  "CASE WHEN body_enc IS NULL THEN date_trunc('day', $3::timestamptz, 'UTC') ELSE $3::timestamptz END";
export type Moving = {
  id: string;
  move: LetterMove;
  /** As in audit_entry: writer · system:<job> · command:<name> · account:<id> */
  actor: string;
  now: Date;
  note?: string | null;
};

/**
 * Moves a letter by the one table of moves and writes down what happened, in the caller's transaction. Returns whether it
 * was in a state that may make the move; else nothing is changed. Why a letter was held is forgotten when it moves on.
 */
export async function moveLetter(client: Queryable, moving: Moving): Promise<boolean> {
  return await move(client, moving, null);
}

/** The move "hold": a letter waits for a person, who is told why. A held one stays so, for its first reason. */
export async function holdLetter(
  client: Queryable,
  holding: Omit<Moving, "move"> & { heldFor: HoldReason },
): Promise<boolean> {
  const { heldFor, note = null } = holding;
  const said = note === null ? heldFor : `${heldFor}: ${note}`;
  return await move(client, { ...holding, move: "hold", note: said }, heldFor);
}

async function move(client: Queryable, moving: Moving, heldFor: HoldReason | null): Promise<boolean> {
  const { id, now } = moving;
  const { from, to } = LETTER_MOVES[moving.move];
  const { rowCount } = await client.query(
    `UPDATE letter SET state = $2, state_at = ${MOMENT}, held_for = $4 WHERE id = $1 AND state = ANY ($5)`,
    [id, to, now, heldFor, from],
  );
  if (rowCount !== 1) return false;
  await noteLetter(client, { ...moving, kind: to });
  return true;
}

/**
 * Writes down what happened to a letter beside its states, a thousandth after all else: what one command does has one
 * moment, and is to be read in its order. The note holds neither address nor name.
 */
export async function noteLetter(
  client: Queryable,
  { id, kind, actor, now, note = null }: Omit<Moving, "move"> & { kind: string },
): Promise<void> {
  await client.query(
    `INSERT INTO letter_event (id, letter_id, at, kind, actor, note)
     SELECT $1, l.id, greatest(${MOMENT}, (SELECT max(e.at) + interval '1 millisecond' FROM letter_event e WHERE e.letter_id = l.id)), $4, $5, $6
     FROM letter l WHERE l.id = $2`,
    [randomUUID(), id, now, kind, actor, note],
  );
}
