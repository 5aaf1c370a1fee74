import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { isUuid } from "@/lib/db/uuid";
import { audit } from "./make-packet";
import { moveLetter } from "./move-letter";
import type { LetterMove, PacketState } from "./states";

export type PacketMove = Exclude<PacketState, "made">;

/** The one table of a packet's moves: from which states, and what its letters do. What was taken in can still be sent back. */
const PACKET_MOVES: Record<PacketMove, { from: readonly PacketState[]; letters: LetterMove }> = {
  delivered: { from: ["made"], letters: "deliver" },
  refused: { from: ["made", "delivered"], letters: "refuse" },
  returned: { from: ["made", "delivered"], letters: "return" },
};
const LONGEST_NOTE = 1_000;

export type MovedPacket =
  | { ok: true; letters: number; takenBack: number }
  | { ok: false; reason: "unknown" | "was-moved" | "long-note" };

/**
 * Writes down what became of a packet, and so of its letters: handed over, refused at the door, or sent back. Letters that
 * their writers took back meanwhile stay withdrawn. Takes the packet's id and a note that names nobody. A refused or
 * returned packet moves no more. The caller has asked whether the actor may.
 */
export async function movePacket(
  { pool, actor, now }: { pool: pg.Pool; actor: string; now: Date },
  { id, to, note }: { id: string; to: PacketMove; note: string | null },
): Promise<MovedPacket> {
  if (!isUuid(id)) return { ok: false, reason: "unknown" };
  if ((note?.length ?? 0) > LONGEST_NOTE) return { ok: false, reason: "long-note" };
  return await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ state: PacketState; campaign_id: string }>(
      "SELECT state, campaign_id FROM letter_packet WHERE id = $1 FOR UPDATE",
      [id],
    );
    const packet = rows[0];
    if (!packet) return { ok: false, reason: "unknown" };
    if (!PACKET_MOVES[to].from.includes(packet.state)) return { ok: false, reason: "was-moved" };
    const { letters, takenBack } = await moveLetters(client, id, { to, actor, now });
    await client.query(
      "UPDATE letter_packet SET state = $2, state_at = $3, note = coalesce($4, note) WHERE id = $1",
      [...[id, to, now, note]],
    );
    await audit(client, {
      action: `packet-${to}`,
      actor,
      now,
      packet: id,
      campaign: packet.campaign_id,
      letters,
    });
    return { ok: true, letters, takenBack };
  });
}

type Doing = { to: PacketMove; actor: string; now: Date };

/** A letter that is carried leaves the house in that moment: only then is it sent. */
async function moveLetters(client: pg.PoolClient, packet: string, { to, actor, now }: Doing) {
  const { rows } = await client.query<{ id: string; state: string }>(
    "SELECT id, state FROM letter WHERE packet_id = $1 ORDER BY id FOR UPDATE",
    [packet],
  );
  let letters = 0;
  for (const { id } of rows) {
    if (await moveLetter(client, { id, move: "send", actor, now }))
      await client.query("UPDATE letter SET left_at = $2 WHERE id = $1", [id, now]);
    if (await moveLetter(client, { id, move: PACKET_MOVES[to].letters, actor, now })) letters += 1;
  }
  return { letters, takenBack: rows.filter(({ state }) => state === "withdrawn").length };
}
