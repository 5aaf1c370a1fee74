import { randomBytes } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import type pg from "pg";
import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { DAY, MINUTE } from "@/lib/time/durations";

/**
 * The network a limit counts: an IPv4 address, or the /64 of an IPv6 address (what one household or server gets,
 * RFC 6177). Takes an address as a socket or X-Forwarded-For gives it. Addresses that are none share one name.
 */
export function networkOf(address: string | null): string {
  const bare = withoutPort(address ?? "")
    .replace(/%.*$/, "")
    .toLowerCase();
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return "unknown";
  const groups = expandedGroups(bare);
  return mappedIpv4(groups) ?? `${groups.slice(0, 4).join(":")}::/64`;
}

/** An IPv4 address written in IPv6 (RFC 4291, 2.5.5.2), also in hexadecimal: else all of IPv4 would be one /64. */
function mappedIpv4(groups: string[]): string | null {
  if (groups.slice(0, 6).join(":") !== "0:0:0:0:0:ffff") return null;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
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

/** Forgets salts of other days: what was hashed with them means nothing from then on. */
export async function forgetSalts(pool: pg.Pool, now: Date): Promise<void> {
  await pool.query("DELETE FROM network_salt WHERE day < $1::date", [now.toISOString().slice(0, 10)]);
}
