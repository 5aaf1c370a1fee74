import type pg from "pg";
import { isUuid } from "@/lib/db/uuid";
import { undrawable } from "./break-lines";
import { drawPacket } from "./draw-packet";
import { audit, cannotPrint, type PacketDesk } from "./make-packet";
import { findPacket, lettersInPacket, type PacketHead, packetRest, waitingLetters } from "./packet-queries";
import type { SheetName } from "./paper-sizes";
import { type Cover, type LeftOut, writeCover } from "./write-cover";

export type PrintedPacket =
  | { ok: true; pdf: Uint8Array; letters: number; leftOut: LeftOut }
  | { ok: false; reason: "unknown" | "nothing-left" }
  /** Of the cover: a title or an addressee with letters that no font of ours has. */
  | { ok: false; reason: "undrawable"; characters: string[] };

/**
 * Draws a packet with its cover, as often as wanted: letters that their writers took back since are left out and said so,
 * as are those whose words are forgotten. Takes the packet's id, the paper and the public origin. Leaves an audit row, and
 * with the packet how many letters its newest print holds: what is taken back after is on paper already.
 */
export async function printPacket(
  { pool, keys, actor, now }: PacketDesk,
  { id, paper, appUrl }: { id: string; paper: SheetName; appUrl: string },
): Promise<PrintedPacket> {
  const head = isUuid(id) ? await findPacket(pool, id) : null;
  if (!head) return { ok: false, reason: "unknown" };
  const letters = await lettersInPacket(pool, keys, id);
  if (letters.length === 0) {
    await notePrint(pool, id, 0);
    return { ok: false, reason: "nothing-left" };
  }
  const leftOut = await leftOutOf(pool, keys, head);
  const cover = writeCover(head, { letters, leftOut, appUrl });
  const characters = undrawable(wordsOf(cover), head.campaign.locale);
  if (characters.length > 0) return { ok: false, reason: "undrawable", characters };
  const pdf = await drawPacket({ head, cover, letters, paper });
  await notePrint(pool, id, letters.length);
  const { campaignId: campaign } = head;
  await audit(pool, { action: "print-packet", actor, now, packet: id, campaign, letters: letters.length });
  return { ok: true, pdf, letters: letters.length, leftOut };
}

async function notePrint(pool: pg.Pool, id: string, letters: number): Promise<void> {
  await pool.query("UPDATE letter_packet SET printed_letters = $2 WHERE id = $1", [id, letters]);
}

async function leftOutOf(pool: pg.Pool, keys: PacketDesk["keys"], head: PacketHead): Promise<LeftOut> {
  const rest = await packetRest(pool, head);
  const waiting = await waitingLetters(pool, keys, { target: head.targetId, until: head.madeAt });
  const unprintable = waiting.filter((letter) => cannotPrint(letter).length > 0).length;
  return { ...rest, undrawable: unprintable, waiting: waiting.length - unprintable };
}

function wordsOf({ title, parts }: Cover): string[] {
  return [title, ...parts.flatMap(({ heading, lines }) => [heading ?? "", ...lines])];
}
