import type pg from "pg";
import { inTransaction } from "@/lib/db/transaction";
import { isUuid } from "@/lib/db/uuid";
import { audit } from "./make-packet";
import { moveLetter } from "./move-letter";
import type { LetterMove, LetterState, PacketState } from "./states";

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
  | { ok: false; reason: "unknown" | "was-moved" | "long-note" }
  /** How many letters on its newest print were taken back since. */
  | { ok: false; reason: "taken-back"; letters: number };

/**
 * Writes down what became of a packet, and so of its letters: handed over, refused at the door, or sent back. Letters that
 * their writers took back meanwhile stay withdrawn. Takes the packet's id and a note that names nobody. A refused or
 * returned packet moves no more; one that was printed before letters of it were taken back only where `evenSo`, for they lie
 * among its paper. The caller has asked whether the actor may.
 */
export async function movePacket(
  { pool, actor, now }: { pool: pg.Pool; actor: string; now: Date },
  { id, to, note, evenSo = false }: { id: string; to: PacketMove; note: string | null; evenSo?: boolean },
): Promise<MovedPacket> {
  if (!isUuid(id)) return { ok: false, reason: "unknown" };
  if ((note?.length ?? 0) > LONGEST_NOTE) return { ok: false, reason: "long-note" };
  return await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ state: PacketState; campaign_id: string; printed: number }>(
      "SELECT state, campaign_id, printed_letters AS printed FROM letter_packet WHERE id = $1 FOR UPDATE",
      [id],
    );
    const packet = rows[0];
    if (!packet) return { ok: false, reason: "unknown" };
    if (!PACKET_MOVES[to].from.includes(packet.state)) return { ok: false, reason: "was-moved" };
    const held = await holdLetters(client, id);
    const takenBack = held.filter(({ state }) => state === "withdrawn").length;
    const onPaper = packet.printed - (held.length - takenBack);
    if (packet.state === "made" && onPaper > 0 && !evenSo)
      return { ok: false, reason: "taken-back", letters: onPaper };
    const letters = await moveLetters(client, held, { to, actor, now });
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

type HeldLetter = { id: string; state: LetterState };

/** Nobody takes a letter back between the question and the move. */
async function holdLetters(client: pg.PoolClient, packet: string): Promise<HeldLetter[]> {
  const { rows } = await client.query<HeldLetter>(
    "SELECT id, state FROM letter WHERE packet_id = $1 ORDER BY id FOR UPDATE",
    [packet],
  );
  return rows;
}

/** A letter that is carried leaves the house in that moment: only then is it sent. */
async function moveLetters(client: pg.PoolClient, held: HeldLetter[], { to, actor, now }: Doing) {
  let letters = 0;
  for (const { id } of held) {
    if (await moveLetter(client, { id, move: "send", actor, now }))
      await client.query("UPDATE letter SET left_at = $2 WHERE id = $1", [id, now]);
    if (await moveLetter(client, { id, move: PACKET_MOVES[to].letters, actor, now })) letters += 1;
  }
  return letters;
}
