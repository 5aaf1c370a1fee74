import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { startTestHost } from "@/lib/testing/test-host";
import { HOUR, MINUTE } from "@/lib/time/durations";
import { countDoorUse, limitDoor } from "./door-limits";
import { forgetNetworkUse } from "./forget-uses";
import { networkHash, networkOf } from "./network";

const { keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
/** So many that whoever reads them all to count one takes far longer than is allowed below. */
const ATTEMPTS = 1_000_000;

const use = async (address: string, now = NOW) =>
  countDoorUse(pool, await networkHash(pool, keys, address, now), "signatures", 60, HOUR, now);
const rows = async () => Number((await pool.query("SELECT count(*) FROM network_use")).rows[0].count);

test("a flood from all addresses of one /64 uses up that network's hour and no neighbour's", async () => {
  const flood = Array.from({ length: 200 }, (_, n) => `2001:db8:1:1:${n.toString(16)}::1`);
  const answers = await Promise.all(flood.map((address) => use(address)));
  expect(answers.filter((answer) => answer === null)).toHaveLength(60);
  expect(await use("2001:db8:1:1:ffff::2")).toBe(3600);
  for (const neighbour of ["2001:db8:1:2::1", "2001:db8:1:0::1", "2001:db8:0:1::1", "203.0.113.8"])
    expect(await use(neighbour), neighbour).toBeNull();
});

test("forged X-Forwarded-For values make no other network pay, with and without a trusted proxy", async () => {
  const plain = await startTestHost();
  const behindProxy = await startTestHost(["127.0.0.1/8"]);
  const peerSeen = async (base: string, forwarded: string) => {
    const answer = await fetch(`${base}/api/v1/readable`, { headers: { "x-forwarded-for": forwarded } });
    return networkOf(((await answer.json()) as { peer: string }).peer);
  };
  for (let n = 0; n < 50; n += 1) {
    const victim = `198.51.100.${n}`;
    expect(await peerSeen(plain, victim)).toBe("127.0.0.1");
    // The proxy writes whom it saw at the end; what stood there before is the client's own word.
    expect(await peerSeen(behindProxy, `${victim}, 203.0.113.66`)).toBe("203.0.113.66");
    expect(await peerSeen(behindProxy, `not an address ${n}, 203.0.113.66`)).toBe("203.0.113.66");
  }
});

test("whoever guesses hashes without salt and secret meets nobody's, for a hash is whole and keyed twice", async () => {
  const neighbour = await networkHash(pool, keys, "203.0.113.77", NOW);
  expect(neighbour).toHaveLength(32);
  for (const guess of ["203.0.113.77", "network-hash:203.0.113.77"])
    expect(createHash("sha256").update(guess).digest()).not.toEqual(neighbour);
  await pool.query("UPDATE network_salt SET salt = sha256(salt)");
  expect(await networkHash(pool, keys, "203.0.113.77", later(2 * MINUTE))).not.toEqual(neighbour);
});

test("a million networks within the hour: nobody else is refused, counting stays fast, and they are forgotten", async () => {
  await pool.query("TRUNCATE network_use");
  await pool.query(
    `INSERT INTO network_use (network_hash, door, window_start, uses)
     SELECT sha256(convert_to('attempt ' || n, 'UTF8')) AS hash, 'signatures', $1, 1000000 FROM generate_series(1, $2::int) AS n
     ORDER BY hash`, // in the order of their index, which takes less than half of the time
    [later(-59 * MINUTE), ATTEMPTS],
  );
  expect(await rows()).toBe(ATTEMPTS);
  const times: number[] = [];
  for (let n = 0; n < 500; n += 1) {
    const began = performance.now();
    expect(await use(`10.0.${n >> 8}.${n & 255}`)).toBeNull();
    times.push(performance.now() - began);
  }
  expect(times.sort((a, b) => a - b)[250]).toBeLessThan(20);
  // Not yet over, but more than are kept; the rest goes when its window ends.
  await forgetNetworkUse(pool, NOW, 50_000);
  expect(await rows()).toBe(50_000);
  expect(await use("10.0.0.1")).toBeNull();
  await forgetNetworkUse(pool, later(2 * MINUTE));
  expect(await rows()).toBeLessThanOrEqual(501);
}, 300_000);

test("what is being counted while old uses are forgotten waits for nobody, and nobody waits for it", async () => {
  await pool.query("TRUNCATE network_use");
  const old = await networkHash(pool, keys, "203.0.113.90", NOW);
  await countDoorUse(pool, old, "signatures", 60, HOUR, later(-2 * HOUR));
  const signing = await pool.connect();
  await signing.query("BEGIN");
  await signing.query("SELECT 1 FROM network_use WHERE network_hash = $1 FOR UPDATE", [old]);
  expect(await forgetNetworkUse(pool, NOW)).toBe(0);
  await signing.query("COMMIT");
  signing.release();
  expect(await forgetNetworkUse(pool, NOW)).toBe(1);
});

test("a door that is used too often says when, and gives a form back what it sent", async () => {
  const request = {
    method: "POST",
    path: "/api/v1/manage-links",
    query: () => new URLSearchParams(),
    params: {},
    header: () => undefined,
    body: new Uint8Array(),
    peer: "203.0.113.91",
    direct: false,
    requestId: "r",
    now: NOW,
  };
  const fields = { email: "łucja@example.org" };
  for (let n = 0; n < 20; n += 1) expect(await limitDoor(request, "form", "manage-links")).toBeNull();
  const refusal = await limitDoor(request, "form", "manage-links", { locale: "ko", fields });
  expect(refusal).toMatchObject({ status: 429, page: "/ko/problem", headers: { "retry-after": "3600" } });
  const again = refusal && "form" in refusal ? refusal.form.values.again : undefined;
  expect(JSON.parse(again ?? "null")).toEqual({ action: request.path, fields });
  expect(await limitDoor(request, "json", "manage-links")).toMatchObject({
    status: 429,
    headers: { "retry-after": "3600" },
  });
  expect(await limitDoor(request, "form", "displays")).toBeNull();
});
