import type pg from "pg";
import { journal } from "@/lib/db/journal";
import type { OwnSignature } from "./own-signature";
import { SIGNATURE_MOVES } from "./states";

/**
 * Writes down a move that undoes another or can be undone: its entry in the count, and its turn in the journal. Takes the
 * connection of the transaction that moved the row, the signature, its turn since, and when the count takes it.
 */
export async function noteMove(
  client: pg.PoolClient,
  move: "withdraw" | "return",
  { id, petition_id, country }: OwnSignature,
  { turn, due, now }: { turn: number; due: Date; now: Date },
): Promise<void> {
  await client.query("INSERT INTO count_entry (petition_id, kind, country, due_at) VALUES ($1, $2, $3, $4)", [
    petition_id,
    SIGNATURE_MOVES[move].counts,
    country,
    due,
  ]);
  await journal(client, move, id, now, turn);
}
