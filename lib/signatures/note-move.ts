import type pg from "pg";
import { journal } from "@/lib/db/journal";
import type { OwnSignature } from "./own-signature";
import { SIGNATURE_MOVES } from "./states";

/**
 * Writes down a move that undoes another or can be undone: its entry in the count, and its turn in the journal. Takes the
 * connection of the transaction that moved the row, the signature, its turn since, and when the count takes it, whose day
 * the journal gets too: with the day of the move the two would narrow when it was.
 */
export async function noteMove(
  client: pg.PoolClient,
  move: "withdraw" | "return",
  { id, petition_id, country, display }: OwnSignature,
  { turn, due }: { turn: number; due: Date },
): Promise<void> {
  await client.query(
    "INSERT INTO count_entry (petition_id, kind, country, shown, due_at) VALUES ($1, $2, $3, $4, $5)",
    [petition_id, SIGNATURE_MOVES[move].counts, country, display !== "counted", due],
  );
  await journal(client, move, id, due, turn);
}
