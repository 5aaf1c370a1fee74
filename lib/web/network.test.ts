import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { DAY, HOUR } from "@/lib/time/durations";
import { countDoorUse } from "./door-limits";
import { forgetNetworkUse } from "./forget-uses";
import { networkHash, networkOf } from "./network";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::ffff:cb00:7107", "203.0.113.7"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:0DB8:0000:0000:ffff::9", "2001:db8:0:0::/64"],
  ["2001:db8:0:1::1", "2001:db8:0:1::/64"],
  ["64:ff9b::192.0.2.33", "64:ff9b:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["203.0.113.7:5678", "203.0.113.7"],
  ["[2001:db8::1]:5678", "2001:db8:0:0::/64"],
  ["nonsense", "unknown"],
  [null, "unknown"],
])("%s belongs to %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("a hash says nothing tomorrow, and the database does not hold the address", async () => {
  const today = await networkHash(pool, keys, "203.0.113.9", NOW);
  expect(await networkHash(pool, keys, "203.0.113.9", later(HOUR))).toEqual(today);
  expect(await networkHash(pool, keys, "203.0.113.9", later(DAY))).not.toEqual(today);
  await forgetNetworkUse(pool, later(3 * DAY));
  expect(await db.networkSalt.count()).toBe(0);
});

test("a door opens a number of times in a window, then says when", async () => {
  const hash = Buffer.alloc(32, 7);
  for (let use = 0; use < 3; use += 1)
    expect(await countDoorUse(pool, hash, "test", 3, HOUR, NOW)).toBeNull();
  expect(await countDoorUse(pool, hash, "test", 3, HOUR, later(HOUR / 2))).toBe(1800);
  expect(await countDoorUse(pool, hash, "other", 3, HOUR, NOW)).toBeNull();
  expect(await countDoorUse(pool, hash, "test", 3, HOUR, later(HOUR))).toBeNull();
});

test("two million uses do not overflow or lock out for longer than the window", async () => {
  const hash = Buffer.alloc(32, 8);
  await countDoorUse(pool, hash, "test", 3, HOUR, NOW);
  await pool.query("UPDATE network_use SET uses = 2000000 WHERE network_hash = $1", [hash]);
  expect(await countDoorUse(pool, hash, "test", 3, HOUR, later(HOUR - 1000))).toBe(1);
  expect(await countDoorUse(pool, hash, "test", 3, HOUR, later(HOUR))).toBeNull();
});
