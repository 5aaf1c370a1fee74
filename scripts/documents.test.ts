import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkSecret } from "@/lib/db/secret-check";
import { importEvidence } from "@/lib/evidence/import-evidence";
import { CLAIM, SOURCE } from "@/lib/testing/evidence-rows";
import { npmCommand } from "@/lib/testing/npm-script";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { runDocuments } from "./documents/run";

const { db, pool, keys, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "vigil-documents-"));
afterAll(() => rmSync(folder, { recursive: true }));
const NOW = new Date("2026-05-01T12:00:00Z");

const script = npmCommand("documents", runDocuments);
const run = (args: string[], given: Record<string, string> = {}) =>
  script(args, { ...process.env, DATABASE_URL: url, APP_SECRET_OLD: "", ...given });

test("npm run documents stores, shows beside its claim, gives back and removes", async () => {
  await checkSecret(pool, keys, NOW);
  const { slug, id } = await makeCampaign(db);
  const sheet = (file: string, content: unknown) => ({ file, content });
  const files = { sources: sheet("sources.json", [SOURCE]), claims: sheet("claims.json", [CLAIM]) };
  const input = { campaignId: id, files, actor: "command:test", reason: "–", now: NOW };
  expect(await db.$transaction((tx) => importEvidence(tx, input))).toMatchObject({ ok: true });
  const file = join(folder, "zpráva.txt");
  writeFileSync(file, "první\n두 번째\nzde to \u202estojí\n");
  expect((await run(["store", slug, SOURCE.id, file])).said).toMatch(
    /^zdroj: stored, a text, SHA-256 [0-9a-f]{64}\n$/,
  );
  expect((await run(["list", slug])).said).toContain("1 kept.");
  const shown = await run(["show", slug, CLAIM.id]);
  expect(shown.code, shown.said).toBe(0);
  expect(shown.said).toMatch(/ {2}│ {2}> {4}3 zde to {1,2}stojí/);
  expect((await run(["place", slug, CLAIM.id, "--lines", "2"])).code).toBe(0);
  expect((await run(["show", slug, CLAIM.id])).said).toMatch(/> {4}2 두 번째/);
  expect(await run(["place", slug, CLAIM.id, "--lines", "9"])).toMatchObject({
    code: 1,
    said: "The page has no such lines.\n",
  });
  const back = join(folder, "back.txt");
  expect((await run(["fetch", slug, SOURCE.id, back])).code).toBe(0);
  expect(readFileSync(back).equals(readFileSync(file))).toBe(true);
  expect(statSync(back).mode & 0o777).toBe(0o600);
  expect((await run(["fetch", slug, SOURCE.id, back])).said).toContain("was not written");
  expect((await run(["list", slug], { APP_SECRET: "some other secret, longer than thirty-two" })).code).toBe(
    1,
  );
  expect((await run(["remove", slug, SOURCE.id])).code).toBe(0);
  expect((await run(["show", slug, CLAIM.id])).said).toBe("No document of this source is kept.\n");
  writeFileSync(file, Buffer.from([0x50, 0x4b, 3, 4, 0]));
  expect((await run(["store", slug, SOURCE.id, file])).said).toMatch(
    /^Nothing was stored: the file is neither a PDF nor/,
  );
  expect((await run(["neither"])).said).toMatch(/^Usage: npm run documents/);
}, 120_000);
