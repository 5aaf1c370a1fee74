import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { issueToken } from "@/lib/crypto/token";
import { readSigning } from "@/lib/signatures/schema";
import { signPetition } from "@/lib/signatures/sign-petition";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { ownDoors } from "./own-doors";

const database = await testDatabase();
const { db, keys, pool } = database;
const petition = await makePetition(db, keys);
const { signed, ask, send } = ownDoors(database, petition);

test("a token that is no token leads to no other page, whatever else was sent", async () => {
  const { token } = await signed();
  const hostile = [
    `../petitions/${petition.slug}/signed-code`,
    "..%2fpetitions",
    "a/b",
    "//elsewhere.example",
    "a?b#c",
    "a\r\nb",
    `${token}/../x`,
    `${token} `,
    "\u0000",
    "x".repeat(10_000),
  ];
  for (const door of ["displays", "downloads", "erasures", "newsStops", "withdrawals"] as const)
    for (const sent of hostile)
      for (const as of ["form", "json"] as const)
        expect(await ask(door, { token: sent }, as), `${door} ${sent}`).toMatchObject({
          status: 404,
          body: as === "json" ? { code: "unknown-token" } : expect.anything(),
        });
});

test("a thousand wrong links and codes from a network keep no neighbour there from their own signature", async () => {
  const { token } = await signed();
  const { code } = await signed({ forgetMe: "on" });
  const read = readSigning({ consent: "on", email: `${randomUUID()}@example.org` });
  if (!read.ok) throw new Error("unreadable");
  await signPetition(
    { pool, keys, now: new Date() },
    { slug: petition.slug, signing: read.signing, peer: "198.51.100.2" },
  );
  const pending = await db.signature.findFirstOrThrow({ where: { state: "pending" } });
  const confirming = issueToken(keys, "confirm-signature", pending.id, new Date(Date.now() + DAY));
  await pool.query("TRUNCATE network_use");
  const statuses = new Set<number>();
  for (let n = 0; n < 1000; n += 1) {
    const junk: Record<string, string> =
      n % 3 === 0 ? { code: `JUNK-${n}`, petition: petition.slug } : { token: `junk-${n}` };
    for (const door of ["withdrawals", "confirmations", "manageLinks"] as const) {
      if (door === "manageLinks" && !junk.code) continue;
      statuses.add(
        (await send(door, door === "confirmations" ? { token: `junk-${n}` } : junk, "json")).status,
      );
    }
  }
  expect([...statuses].sort()).toEqual([404, 429]);
  expect(await send("withdrawals", { token: "junk" }, "json")).toMatchObject({ status: 429 });
  const form = { sure: "on", locale: "ko" };
  expect(await send("displays", { token, display: "initials" }, "json")).toMatchObject({ status: 200 });
  expect(await send("withdrawals", { token, ...form }, "form")).toMatchObject({ status: 303 });
  expect(await send("erasures", { token, ...form }, "form")).toMatchObject({ status: 303 });
  expect(await send("manageLinks", { code, petition: petition.slug }, "json")).toMatchObject({ status: 200 });
  expect(await send("withdrawals", { code, petition: petition.slug }, "json")).toMatchObject({ status: 200 });
  expect(await send("confirmations", { token: confirming }, "json")).toMatchObject({ status: 200 });
}, 60_000);
