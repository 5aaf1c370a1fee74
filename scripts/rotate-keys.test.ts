import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";
import { checkSecret } from "@/lib/db/secret-check";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";

const { db, pool, url } = await testDatabase();
const FORMER = "the former secret, longer than thirty-two characters";
const NEW = "the new secret, longer than thirty-two characters ž";
const NOW = new Date("2026-05-01T12:00:00Z");
const SIGNATURES = 12_000;

function launch(secrets: Record<string, string>): { child: ChildProcess; said: () => string } {
  const env = { ...process.env, DATABASE_URL: url, ...secrets };
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/rotate-keys.ts"], { env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
  return { child, said: () => said };
}

async function ended(child: ChildProcess): Promise<number | null> {
  return child.exitCode ?? (await new Promise((done) => child.once("close", done)));
}

async function underFormer(): Promise<number> {
  const { rows } = await pool.query(
    "SELECT count(*)::int AS n FROM signature WHERE substring(name_enc FROM 2 FOR 4) = $1",
    [keyRing(FORMER).id],
  );
  return rows[0].n;
}

test("npm run keys:rotate that is killed again and again goes on where it was, and ends with nothing under the former secret", async () => {
  const keys = keyRing(FORMER);
  await checkSecret(pool, keys, NOW);
  const petition = await makePetition(db, keys);
  const ids = Array.from({ length: SIGNATURES }, () => randomUUID());
  await pool.query(
    `INSERT INTO signature (id, petition_id, version_id, state, display, locale, forget_me, updates, name_enc, requested_at, mailed_at, mail_request, expires_at)
     SELECT o.id, $1, $2, 'pending', 'counted', 'en', false, false, o.name, $3, $3, o.id, $3 FROM unnest($4::uuid[], $5::bytea[]) AS o(id, name)`,
    [
      petition.id,
      petition.versionId,
      NOW,
      ids,
      ids.map((id) => seal(keys, "personal-fields", "signature.name", id)),
    ],
  );
  const both = { APP_SECRET: NEW, APP_SECRET_OLD: FORMER };
  const left = [SIGNATURES];
  for (const steps of [1, 3, 2]) {
    const { child, said } = launch(both);
    await new Promise<void>((done) => {
      child.stdout?.on("data", () => said().split("signature:").length > steps && done());
      child.once("close", () => done());
    });
    child.kill("SIGKILL");
    await ended(child);
    left.push(await underFormer());
  }
  expect(left).toEqual([...left].sort((a, b) => b - a));
  expect(left.at(-1)).toBeGreaterThan(0);
  expect(left.at(-1)).toBeLessThan(SIGNATURES);
  const early = launch({ APP_SECRET: NEW, APP_SECRET_OLD: "" });
  await ended(early.child);
  expect(early.said()).toMatch(/^APP_SECRET_OLD: is missing.*\n$/);

  const last = launch(both);
  expect(await ended(last.child), last.said()).toBe(0);
  expect(last.said()).toContain("Still under the former secret: 0.");
  expect(last.said()).toContain("APP_SECRET_OLD may be removed");
  const { rows } = await pool.query<{ id: string; name_enc: Buffer }>("SELECT id, name_enc FROM signature");
  const alone = keyRing(NEW);
  for (const { id, name_enc } of rows)
    expect(unseal(alone, "personal-fields", "signature.name", name_enc)).toBe(id);
  expect(rows).toHaveLength(SIGNATURES);
  await checkSecret(pool, alone, NOW);
}, 120_000);
