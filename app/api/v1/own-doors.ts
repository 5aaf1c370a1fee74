import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { issueToken } from "@/lib/crypto/token";
import type { PrismaClient } from "@/lib/db/generated/client";
import { confirmSignature } from "@/lib/signatures/confirm-signature";
import { issueManageToken } from "@/lib/signatures/own-signature";
import { readSigning } from "@/lib/signatures/schema";
import { signPetition } from "@/lib/signatures/sign-petition";
import { DAY } from "@/lib/time/durations";
import { POST as confirmations } from "./confirmations/route";
import { POST as displays } from "./displays/route";
import { POST as downloads } from "./downloads/route";
import { POST as erasures } from "./erasures/route";
import { POST as manageLinks } from "./manage-links/route";
import { POST as newsStops } from "./news-stops/route";
import { POST as withdrawals } from "./withdrawals/route";

const DOORS = { confirmations, displays, downloads, erasures, manageLinks, newsStops, withdrawals };
export type DoorName = keyof typeof DOORS;
type Database = { db: PrismaClient; keys: KeyRing; pool: pg.Pool };

/** Signers of a test's petition, and the doors at which they act. */
export function ownDoors({ db, keys, pool }: Database, petition: { slug: string }) {
  const networks = { used: 0 };

  /** Signs and confirms. */
  async function signed(sent: Record<string, string> = {}) {
    const now = new Date();
    const email = `${randomUUID()}@example.org`;
    const read = readSigning({
      consent: "on",
      email,
      name: "Łucja 李",
      country: "PL",
      updates: "on",
      ...sent,
    });
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
    return {
      id,
      email,
      token: issueManageToken(keys, id, now),
      code: (done.ok && done.withdrawalCode) || "",
    };
  }

  /** Asks a door as a network that has not asked before. */
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

  return { signed, ask, send };
}
