import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import { ensureDatabase, startEmbedded } from "@/lib/db/embedded-server";
import { readJournal } from "@/lib/db/journal-files";
import { migrate } from "@/lib/db/migrate";
import { openPool } from "@/lib/db/pool";
import { openPrisma } from "@/lib/db/prisma";
import { npmScript } from "@/lib/testing/npm-script";
import { scratchParent } from "@/lib/testing/scratch-server";
import { makeConfirmed } from "@/lib/testing/signature-rows";
import { makePetition } from "@/lib/testing/world";
import { holdLock } from "./start/lock";

const SECRET = "a secret of people, longér than thirty-two characters";
const NOW = new Date("2026-05-01T12:00:00Z");

const script = npmScript("person");
const run = (args: string[], DATA_DIR: string) => {
  const own = { APP_SECRET: SECRET, APP_SECRET_OLD: "", DATABASE_URL: "" };
  return script.run(args, { ...process.env, ...own, DATA_DIR, JOURNAL_DIR: `${DATA_DIR}-journal` });
};

async function fill(url: string): Promise<{ id: string; email: string; slug: string }> {
  await migrate(url, "prisma/migrations");
  const [db, pool] = [openPrisma(url), openPool(url, 2)];
  const keys = keyRing(SECRET);
  const petition = await makePetition(db, keys);
  const id = await makeConfirmed(db, keys, petition, "Žofie", NOW);
  const { rows } = await pool.query("SELECT email_enc FROM signature WHERE id = $1", [id]);
  const email = unseal(keys, "personal-fields", "signature.email", rows[0].email_enc);
  await db.$disconnect();
  await pool.end();
  return { id, email, slug: petition.slug };
}

test("with the embedded database a person is shown while Vigil runs, and erased while it does not", async () => {
  const home = mkdtempSync(join(scratchParent(), "vigil-person-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  chmodSync(home, 0o711); // PostgreSQL's own user has to pass through
  const data = join(home, "data");
  mkdirSync(data, { mode: 0o711 });
  const release = await holdLock(data, "a test");
  const server = await startEmbedded(join(data, "postgres"));
  await ensureDatabase(server, "vigil");
  const { id, email, slug } = await fill(server.url("vigil"));
  const shown = await run(["show", email, "--petition", slug], data);
  expect(shown.said).toContain(`Signatures with this address: 1\n${id} {`);
  expect(shown.said).toContain('"name": "Žofie"');
  expect(await run(["show", email, "--petition", "no-such"], data)).toMatchObject({
    code: 1,
    said: "There is no petition no-such.\n",
  });
  // It has left the database of the one that runs as it was.
  expect((await run(["erase", email], data)).said).toContain("say --yes");
  await server.stop();
  release();
  const erased = await run(["erase", email, "--yes"], data);
  expect(erased).toMatchObject({ code: 0, said: `Signatures with this address: 1\n${id}: erased\n` });
  expect(readJournal(`${data}-journal`).lines).toMatchObject([{ id, kind: "forget-code" }]);
  expect(await run(["show", email], data)).toMatchObject({
    code: 0,
    said: "No signature has this address.\n",
  });
}, 120_000);
