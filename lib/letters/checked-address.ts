import type pg from "pg";
import { readAddress } from "@/lib/mail/address";
import { DAY } from "@/lib/time/durations";

/** How long a look at an official source holds: offices move and rename their mailboxes (docs/product.md). */
export const CHECK_VALID = 90 * DAY;

type Check = { checkedAt: Date; email: string | null; sourceUrl: string };
export type Checked =
  | { ok: true; address: string; gate: string; checkedAt: Date; sourceUrl: string }
  | { ok: false; why: "none" | "unchecked" | "no-address" | "check-too-old" | "bad-address" };

/**
 * The one rule of where the platform may send. What the newest check says counts; an import grants nothing. `gate` is the key
 * of the address's pace; whether that gate or the campaign is frozen or paused is for the caller to ask.
 */
export function readCheck(kind: string, check: Check | null, now: Date): Checked {
  if (kind === "none") return { ok: false, why: "none" };
  if (!check) return { ok: false, why: "unchecked" };
  if (check.email === null) return { ok: false, why: "no-address" };
  if (now.getTime() - check.checkedAt.getTime() > CHECK_VALID) return { ok: false, why: "check-too-old" };
  const gate = gateOf(check.email);
  // Its domain may have been listed as one of throw-away addresses since.
  if (gate === null) return { ok: false, why: "bad-address" };
  return { ok: true, address: check.email, gate, checkedAt: check.checkedAt, sourceUrl: check.sourceUrl };
}

/**
 * SQL of the same rule, for whole queues: true or false. Takes SQL for the target's id and for CHECK_VALID before now. Which
 * address may be sent to, and whether it still is one, says `checkedAddress`.
 */
export function isChecked(target: string, since: string): string {
  return `coalesce((SELECT kt.kind <> 'none' AND k.email IS NOT NULL AND k.checked_at >= ${since} FROM target_check k
    JOIN target kt ON kt.id = k.target_id WHERE k.target_id = ${target} ORDER BY k.checked_at DESC, k.id DESC LIMIT 1), false)`;
}

/** Key of the gate of a mail address: its canonical form, so that one mailbox has one pace. Null for none. */
export function gateOf(email: string | null): string | null {
  const read = email === null ? null : readAddress(email);
  return read?.ok ? read.address.canonical : null;
}

/**
 * The address of a target that a valid check gives, read within a transaction: asked again when a letter is queued and
 * when it leaves. Takes a connection, the target's id and now.
 */
export async function checkedAddress(
  client: pg.Pool | pg.PoolClient,
  targetId: string,
  now: Date,
): Promise<Checked> {
  const { rows } = await client.query<StoredCheck>(
    `SELECT t.kind, k.checked_at, k.email, k.source_url FROM target t
     LEFT JOIN LATERAL (SELECT * FROM target_check k WHERE k.target_id = t.id ORDER BY k.checked_at DESC, k.id DESC LIMIT 1) k ON true
     WHERE t.id = $1`,
    [targetId],
  );
  const { kind = "none", checked_at: checkedAt = null, email = null, source_url = null } = rows[0] ?? {};
  const check = checkedAt && { checkedAt, email, sourceUrl: source_url ?? "" };
  return readCheck(kind, check, now);
}

type StoredCheck = {
  kind: string;
  checked_at: Date | null;
  email: string | null;
  source_url: string | null;
};
