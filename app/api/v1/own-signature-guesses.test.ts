import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { issueToken } from "@/lib/crypto/token";
import { confirmSignature } from "@/lib/signatures/confirm-signature";
import { issueManageToken } from "@/lib/signatures/own-signature";
import { readSigning } from "@/lib/signatures/schema";
import { signPetition } from "@/lib/signatures/sign-petition";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { POST as confirmations } from "./confirmations/route";
import { POST as displays } from "./displays/route";
import { POST as downloads } from "./downloads/route";
import { POST as erasures } from "./erasures/route";
import { POST as manageLinks } from "./manage-links/route";
import { POST as newsStops } from "./news-stops/route";
import { POST as withdrawals } from "./withdrawals/route";

const { db, keys, pool } = await testDatabase();
const petition = await makePetition(db, keys);
const DOORS = { confirmations, displays, downloads, erasures, manageLinks, newsStops, withdrawals };
type DoorName = keyof typeof DOORS;
const networks = { used: 0 };

async function signed(sent: Record<string, string> = {}) {
  const now = new Date();
  const email = `${randomUUID()}@example.org`;
  const read = readSigning({ consent: "on", email, name: "Łucja 李", country: "PL", updates: "on", ...sent });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  networks.used += 1;
  await signPetition(
    { pool, keys, now },
    { slug: petition.slug, signing: read.signing, peer: `203.0.113.${networks.used}` },
  );
  const { id } = await db.signature.findFirstOrThrow({ where: { state: "pending" } });
  const token = issueToken(keys, "confirm-signature", id, new Date(now.getTime() + DAY));
  const done = await confirmSignature({ pool, keys, now }, token);
  await pool.query("DELETE FROM outbox_mail");
  return { id, email, token: issueManageToken(keys, id, now), code: (done.ok && done.withdrawalCode) || "" };
}

async function ask(door: DoorName, fields: Record<string, string>, as: "json" | "form" = "json") {
  await pool.query("TRUNCATE network_use");
  return await send(door, fields, as);
}

async function send(door: DoorName, fields: Record<string, string>, as: "json" | "form") {
  const headers: Record<string, string> =
    as === "json"
      ? { "content-type": "application/json" }
      : { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
  const body = as === "json" ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
  const request = new Request("http://localhost/api/v1/door", { method: "POST", headers, body });
  const response = await DOORS[door](request, { params: Promise.resolve({}) });
  const text = await response.text();
  const { status } = response;
  return {
    status,
    text,
    location: response.headers.get("location"),
    headers: [...response.headers].map(String),
    body: text ? JSON.parse(text) : null,
  };
}

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
