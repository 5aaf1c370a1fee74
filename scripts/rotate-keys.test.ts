import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";
import { checkSecret } from "@/lib/db/secret-check";
import { npmScript } from "@/lib/testing/npm-script";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";

const { db, pool, url } = await testDatabase();
const FORMER = "the former secret, longer than thirty-two characters";
const NEW = "the new secret, longer than thirty-two characters ž";
const NOW = new Date("2026-05-01T12:00:00Z");
const SIGNATURES = 12_000;

const script = npmScript("keys:rotate");
const under = (secrets: Record<string, string>) => ({ ...process.env, DATABASE_URL: url, ...secrets });

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
    const { child, heard, ended } = await script.start([], under(both));
    await new Promise<void>((done) => {
      child.stdout?.on("data", () => heard.said.split("signature:").length > steps && done());
      child.once("close", () => done());
    });
    child.kill("SIGKILL");
    await ended;
    left.push(await underFormer());
  }
  expect(left).toEqual([...left].sort((a, b) => b - a));
  expect(left.at(-1)).toBeGreaterThan(0);
  expect(left.at(-1)).toBeLessThan(SIGNATURES);
  const early = await script.run([], under({ APP_SECRET: NEW, APP_SECRET_OLD: "" }));
  expect(early.said).toMatch(/^APP_SECRET_OLD: is missing.*\n$/);

  const last = await script.run([], under(both));
  expect(last.code, last.said).toBe(0);
  expect(last.said).toContain("Still under the former secret: 0.");
  expect(last.said).toContain("APP_SECRET_OLD may be removed");
  const { rows } = await pool.query<{ id: string; name_enc: Buffer }>("SELECT id, name_enc FROM signature");
  const alone = keyRing(NEW);
  for (const { id, name_enc } of rows)
    expect(unseal(alone, "personal-fields", "signature.name", name_enc)).toBe(id);
  expect(rows).toHaveLength(SIGNATURES);
  await checkSecret(pool, alone, NOW);
}, 120_000);
