import { randomBytes } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import type pg from "pg";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";

/**
 * The network a limit counts: an IPv4 address, or the /64 of an IPv6 address (what one household or server gets,
 * RFC 6177). Takes an address as a socket or X-Forwarded-For gives it. Addresses that are none share one name.
 */
export function networkOf(address: string | null): string {
  const bare = withoutPort(address ?? "")
    .replace(/%.*$/, "")
    .toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (mapped && isIPv4(mapped)) return mapped;
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return "unknown";
  return `${expandedGroups(bare).slice(0, 4).join(":")}::/64`;
}

/** Some proxies write the port along: "203.0.113.7:5678", "[2001:db8::1]:5678". */
function withoutPort(address: string): string {
  return address.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}

function expandedGroups(address: string): string[] {
  const withoutIpv4 = address.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a, b, c, d) => `${hex(+a * 256 + +b)}:${hex(+c * 256 + +d)}`,
  );
  const [head = "", tail] = withoutIpv4.split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : Array(8 - left.length - right.length).fill("0");
  return [...left, ...zeros, ...right].map((group) => hex(Number.parseInt(group, 16)));
}

const hex = (value: number) => value.toString(16);

const KEY = Symbol.for("vigil.network-key");
type KeyOfDay = { today: number; key: Buffer; readAt: number };
const shared = globalThis as { [KEY]?: KeyOfDay };

/** A salt is read again this often: a restarted database has lost its unlogged tables and may hold another. */
const SALT_LIFETIME = MINUTE;

/**
 * The hash under which a limit counts an address: keyed with a salt that is new every UTC day and lives in an
 * unlogged table only, so that yesterday's hashes mean nothing, and with a key of APP_SECRET, so that a dump that
 * took the salt along means nothing either. Takes the peer's address or null. Returns 32 bytes.
 */
export async function networkHash(
  pool: pg.Pool,
  keys: KeyRing,
  address: string | null,
  now: Date,
): Promise<Buffer> {
  return keyedHash(await keyOfDay(pool, keys, now), networkOf(address));
}

/** Both together: neither the secret nor the day's salt alone tells who hid behind a hash. */
async function keyOfDay(pool: pg.Pool, keys: KeyRing, now: Date): Promise<Buffer> {
  const today = Math.floor(now.getTime() / DAY);
  const known = shared[KEY];
  if (known?.today === today && Math.abs(now.getTime() - known.readAt) < SALT_LIFETIME) return known.key;
  const salt = await readSalt(pool, now.toISOString().slice(0, 10));
  const key = keyedHash(keys.of("network-hash"), salt.toString("hex"));
  const unchanged = known?.key.equals(key) ? known.key : key;
  shared[KEY] = { today, key: unchanged, readAt: now.getTime() };
  return unchanged;
}

/** Whoever comes first makes the day's salt; older ones go. */
async function readSalt(pool: pg.Pool, day: string): Promise<Buffer> {
  await pool.query("INSERT INTO network_salt (day, salt) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING", [
    day,
    randomBytes(32),
  ]);
  const { rows } = await pool.query<{ salt: Buffer }>("SELECT salt FROM network_salt WHERE day = $1", [day]);
  const salt = rows[0]?.salt;
  if (!salt) throw new Error("the day's network salt is missing");
  return salt;
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
  const { rows } = await pool.query<{ uses: number; window_start: Date }>(
    `INSERT INTO network_use AS u (network_hash, door, window_start, uses) VALUES ($1, $2, $3, 1)
     ON CONFLICT (network_hash, door) DO UPDATE SET
       uses = CASE WHEN u.window_start <= $4 THEN 1 ELSE least(u.uses + 1, 1000000) END,
       window_start = CASE WHEN u.window_start <= $4 THEN excluded.window_start ELSE u.window_start END
     RETURNING uses, window_start`,
    [hash, door, now, new Date(now.getTime() - window)],
  );
  const use = rows[0];
  if (!use || use.uses <= allowed) return null;
  return Math.max(1, Math.ceil((use.window_start.getTime() + window - now.getTime()) / 1000));
}

/** No door counts uses over a longer time. */
const LONGEST_WINDOW = HOUR;

/** Forgets uses whose window is over and salts of other days. Returns how many uses went. */
export async function forgetNetworkUse(pool: pg.Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query("DELETE FROM network_use WHERE window_start < $1", [
    new Date(now.getTime() - LONGEST_WINDOW),
  ]);
  await pool.query("DELETE FROM network_salt WHERE day < $1::date", [now.toISOString().slice(0, 10)]);
  return rowCount ?? 0;
}
