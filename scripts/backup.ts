import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { OperatorError } from "@/lib/config/operator-error";
import { readSettings, type Settings } from "@/lib/config/settings";
import { writeEncrypted } from "@/lib/crypto/age-files";
import { withClient } from "@/lib/db/connection";
import { dump } from "@/lib/db/dump";
import { backupPath, dropOldBackups, LONGEST_KEPT, liesBesideBackups } from "./keeping/backup-files";
import { withInstallation } from "./keeping/open-database";
import { lockOf } from "./keeping/passphrase";
import { loadDotEnv, ROOT } from "./project";
import { knownSecrets, ringOf } from "./start/secrets";
import { runScript, say } from "./terminal";

const USAGE = `Usage: npm run backup -- FILE|FOLDER/ [--keep DAYS]   (at most ${LONGEST_KEPT})
       npm run backup -- --secret FILE`;

/** `npm run backup`: the database, or apart from it the secret, encrypted into a file. Vigil may run meanwhile. */
await runScript(async () => {
  loadDotEnv();
  const { target, keep, secret } = readArguments();
  const settings = readSettings(process.env);
  if (secret) await backUpSecret(settings, target);
  else await backUpDatabase(settings, target, keep);
});

function readArguments(): { target: string; keep: number; secret: boolean } {
  const options = { keep: { type: "string" }, secret: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const keep = Number(values.keep ?? LONGEST_KEPT);
    const [target] = positionals;
    if (!target || positionals.length > 1 || !(keep >= 1 && keep <= LONGEST_KEPT))
      throw new OperatorError(USAGE);
    return { target, keep, secret: values.secret ?? false };
  } catch (cause) {
    throw new OperatorError(USAGE, { cause });
  }
}

async function backUpDatabase(settings: Settings, target: string, keep: number): Promise<void> {
  const now = new Date();
  const path = backupPath(target, now);
  refuseTaken(path);
  const lock = await lockOf(settings);
  await withInstallation(settings, "beside", (url) =>
    withClient(url, (client) => writeEncrypted(path, lock, dump(client, now))),
  );
  say(
    `The database is backed up in ${path}. The secret is not in it; back that up too, elsewhere: npm run backup -- --secret FILE`,
  );
  for (const name of dropOldBackups(path, keep, now))
    say(`Removed ${name}, which is older than ${keep} days.`);
}

async function backUpSecret(settings: Settings, path: string): Promise<void> {
  refuseTaken(path);
  if (liesBesideBackups(path))
    throw new OperatorError(
      "Backups of the database lie in that folder; the secret must never lie with them, for together they show every name. Choose another place.",
    );
  const secrets = knownSecrets(settings, ROOT);
  const lock = await lockOf(settings);
  const keyId = ringOf(secrets).id.toString("hex");
  async function* text() {
    yield `${JSON.stringify({ vigil: "secret", format: 1, keyId, ...secrets })}\n`;
  }
  await writeEncrypted(path, lock, text());
  say(`The secret is backed up in ${path}.`);
  say(
    "Keep it where no backup of the database lies, and not under the same passphrase: who has both can read every name and address.",
  );
}

function refuseTaken(path: string): void {
  if (existsSync(path)) throw new OperatorError(`${path} exists already; nothing was written.`);
}
