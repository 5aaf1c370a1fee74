import type pg from "pg";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import type { Locale } from "@/lib/i18n/locales";
import { HOUR } from "@/lib/time/durations";
import type { Client } from "./body";
import type { DoorAnswer, DoorRequest } from "./door";
import { networkHash } from "./network";
import { refuse } from "./problem-page";

/**
 * How often one network (IPv4 /32, IPv6 /64) may use a door within an hour. A school or an office shares a network, a
 * script does not need more. Signing has its own (lib/signatures/limits.ts), for its statement counts by itself.
 */
export const DOOR_LIMITS = {
  /** Each can send a mail. */
  "sign-in-links": 20,
  "manage-links": 20,
  // At the doors below only what opens nothing is counted. A right link or code is never refused: neighbours on one
  // network, and whoever sends junk from it, keep nobody from their own signature.
  confirmations: 60,
  unsubscribes: 60,
  displays: 60,
  withdrawals: 60,
  erasures: 60,
  "news-stops": 60,
  downloads: 60,
  "letter-answers": 60,
  "letter-confirmations": 60,
  "letter-withdrawals": 60,
  "letter-erasures": 60,
  /** Withdrawal codes at whatever door. They have 80 bits and cannot be guessed. */
  codes: 60,
  reports: 20,
  /** A sum of what people say of themselves. */
  "letters-taken": 20,
  /** A step of writing, in which nothing is stored: a class writes on one network, a script has its answer. */
  "letters-texts": 600,
  /** A PDF costs a tenth of a second of a processor; one person draws sheet, envelope and a few corrections. */
  "letters-papers": 120,
} as const;
export type LimitedDoor = keyof typeof DOOR_LIMITS;

/** One window for all doors; what is older means nothing. */
const WINDOW = HOUR;

type Where = {
  locale?: Locale;
  petition?: string /** What a form sent, so that it can be sent again. */;
  fields?: Record<string, unknown>;
};

/**
 * Counts one use of a door by the network that asks. Returns null, or the refusal to answer with: 429 with
 * Retry-After, to people a page that says when and keeps what they sent.
 */
export async function limitDoor(
  request: DoorRequest,
  client: Client,
  door: LimitedDoor,
  { fields, ...where }: Where = {},
): Promise<DoorAnswer | null> {
  const hash = await networkHash(pool(), appKeys(), request.peer, request.now);
  const retryAfter = await countDoorUse(pool(), hash, door, DOOR_LIMITS[door], WINDOW, request.now);
  if (retryAfter === null) return null;
  return refuse(request, client, { status: 429, code: "too-many", retryAfter, again: fields, ...where });
}

/**
 * What a window is, for whatever counts uses: the end of an `INSERT INTO network_use AS u`. Takes the placeholder of
 * the window's length (an interval). A window begins with the first use after the former one ended.
 */
export function countingUses(window: string): string {
  const isOver = `u.window_start <= excluded.window_start - ${window}::interval`;
  return `ON CONFLICT (network_hash, door) DO UPDATE SET
    uses = CASE WHEN ${isOver} THEN excluded.uses ELSE least(u.uses + excluded.uses, 1000000) END,
    window_start = CASE WHEN ${isOver} THEN excluded.window_start ELSE u.window_start END`;
}

/**
 * Counts one use of a door by a network. Takes the hash of `networkHash`, the door's name, how many uses a window
 * of `window` milliseconds allows. Returns null, or the seconds after which the next use is allowed.
 */
export async function countDoorUse(
  pool: pg.Pool,
  hash: Buffer,
  door: string,
  allowed: number,
  window: number,
  now: Date,
): Promise<number | null> {
  const { rows } = await pool.query<{ uses: number; window_start: Date }>({
    name: "count-door-use",
    text: `INSERT INTO network_use AS u (network_hash, door, window_start, uses) VALUES ($1, $2, $3, 1)
      ${countingUses("$4")} RETURNING uses, window_start`,
    values: [hash, door, now, `${window} milliseconds`],
  });
  const use = rows[0];
  if (!use || use.uses <= allowed) return null;
  return Math.max(1, Math.ceil((use.window_start.getTime() + window - now.getTime()) / 1000));
}
