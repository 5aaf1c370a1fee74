import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import { npmScript } from "@/lib/testing/npm-script";
import { makeConfirmed } from "@/lib/testing/signature-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";

const { db, url } = await testDatabase();
const FORMER = "the former secret, longer than thirty-two characters";
const NEW = "the new secret, longer than thirty-two characters ž";
const journal = mkdtempSync(join(tmpdir(), "vigil-reasons-journal-"));
afterAll(() => rmSync(journal, { recursive: true }));
const NOW = new Date("2026-05-01T12:00:00Z");

const script = npmScript("reasons");
const none = { APP_SECRET: "", APP_SECRET_OLD: "", DATABASE_URL: "", JOURNAL_DIR: journal };
const run = (args: string[], given: Record<string, string>) =>
  script.run(args, { ...process.env, ...none, ...given });

test("npm run reasons reads and hides what waits while the secret is being changed, under either secret", async () => {
  const petition = await makePetition(db, keyRing(FORMER));
  const reasonOf = async (secret: string, reason: string) => {
    const ring = keyRing(secret);
    const id = await makeConfirmed(db, ring, petition, reason, NOW);
    const reasonEnc = Uint8Array.from(seal(ring, "personal-fields", "signature.reason", reason));
    await db.signature.update({ where: { id }, data: { reasonEnc } });
    return id;
  };
  const id = await reasonOf(FORMER, "Protože\u001b[2J.");
  await reasonOf(NEW, "우리");
  const both = { DATABASE_URL: url, APP_SECRET: NEW, APP_SECRET_OLD: FORMER };
  const listed = await run(["list", petition.slug], both);
  expect(listed.code, listed.said).toBe(0);
  expect(listed.said).toContain("  | Protože[2J.");
  expect(listed.said).toContain("  | 우리");
  expect(listed.said).toContain("Reasons that wait: 2\n");
  expect((await run(["list"], { ...both, APP_SECRET_OLD: "" })).said).toMatch(
    /^APP_SECRET: does not open.*\n$/,
  );
  const unheard = await script.start(["list"], { ...process.env, ...none, ...both });
  unheard.child.stdout?.destroy();
  expect(await unheard.ended).toMatchObject({ code: 0, err: "" });
  expect(await run(["hide", id], both)).toMatchObject({ code: 0, said: `${id}: hidden\n` });
  expect((await run(["list"], both)).said).toContain("Reasons that wait: 1\n");
  expect((await run(["list", "no-such"], both)).said).toBe("There is no petition no-such.\n");
}, 60_000);

test("without a PostgreSQL of one's own it asks for no setting, and says so where there is no data yet", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vigil-reasons-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { code, said } = await run(["list"], { APP_SECRET: NEW, DATA_DIR: join(folder, "data") });
  expect(said).toContain("There is no data yet in");
  expect(code).toBe(1);
  expect((await run(["neither"], {})).said).toMatch(/^Usage: npm run reasons/);
}, 60_000);
