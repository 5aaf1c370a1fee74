import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const FOLDER = "lib/testing/campaign-folder";
const FOLDER_SLUG = "cista-olsava";
const run = promisify(execFile);

/** A campaign of tables and texts that no code knows, under a slug of its own, and the folder it lies in. */
export type InventedCampaign = { slug: string; folder: string };

/** Copies the invented campaign and brings it into the running instance by the command that any team uses. */
export async function bringInventedCampaign(): Promise<InventedCampaign> {
  const slug = `${FOLDER_SLUG}-${randomBytes(4).toString("hex")}`;
  const folder = await mkdtemp(path.join(tmpdir(), "vigil-campaign-"));
  await cp(FOLDER, folder, { recursive: true });
  for (const text of ["campaign.ko.json", "letter.urad.ko.json"])
    await changeFile(folder, `texts/${text}`, [[FOLDER_SLUG, slug]]);
  await importEvidence(folder);
  return { slug, folder };
}

/** Rewrites a file of a folder; every wording to be replaced must be there. */
export async function changeFile(folder: string, file: string, changes: [string, string][]): Promise<void> {
  const address = path.join(folder, file);
  let text = await readFile(address, "utf8");
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
    text = text.replace(from, to);
  }
  await writeFile(address, text);
}

/** Runs `npm run evidence -- import` on the running instance's database. Returns what it said; throws where it refuses. */
export async function importEvidence(folder: string, ...options: string[]): Promise<string> {
  const env = {
    ...process.env,
    DATABASE_URL: process.env.VIGIL_DATABASE_URL,
    APP_SECRET: process.env.VIGIL_APP_SECRET,
    LOG_LEVEL: "error",
  };
  const args = ["--import", "tsx", "scripts/evidence.ts", "import", folder, ...options];
  const { stdout } = await run(process.execPath, args, { env });
  return stdout;
}
