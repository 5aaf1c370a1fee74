import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { OperatorError } from "@/lib/config/operator-error";
import type { Settings } from "@/lib/config/settings";
import type { Lock, Opener } from "@/lib/crypto/age-files";

const SHORTEST = 16;

/** What a backup is encrypted with: BACKUP_RECIPIENT, BACKUP_PASSPHRASE, or a passphrase that is asked for twice. */
export async function lockOf({ BACKUP_RECIPIENT, BACKUP_PASSPHRASE }: Settings): Promise<Lock> {
  if (BACKUP_RECIPIENT) return { recipient: BACKUP_RECIPIENT };
  if (BACKUP_PASSPHRASE) return { passphrase: BACKUP_PASSPHRASE };
  const passphrase = await ask("Passphrase for the backup (16 characters or more): ");
  if (passphrase.length < SHORTEST)
    throw new OperatorError("The passphrase is too short; nothing was written.");
  if (passphrase !== (await ask("Once more: ")))
    throw new OperatorError("The two passphrases differ; nothing was written.");
  return { passphrase };
}

/** What opens a backup: the identity in a file (--identity), BACKUP_PASSPHRASE, or a passphrase that is asked for. */
export async function openerOf({ BACKUP_PASSPHRASE }: Settings, identityFile?: string): Promise<Opener> {
  if (identityFile) return { identity: readIdentity(identityFile) };
  return { passphrase: BACKUP_PASSPHRASE ?? (await ask("Passphrase of the backup: ")) };
}

function readIdentity(path: string): string {
  try {
    const identity = /^AGE-SECRET-KEY-\S+$/m.exec(readFileSync(path, "utf8"))?.[0];
    if (identity) return identity;
  } catch (cause) {
    throw new OperatorError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
  throw new OperatorError(`${path} holds no age identity (AGE-SECRET-KEY-1…).`);
}

/** Nothing of what is typed is shown. Refuses where nobody can be asked. */
function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new OperatorError("BACKUP_PASSPHRASE is not set, and there is no terminal to ask for it.");
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((done, fail) => {
    lines.once("SIGINT", () => fail(new OperatorError("Given up; nothing was written.")));
    lines.once("line", (line) => done(line));
  }).finally(() => {
    lines.close();
    process.stderr.write("\n");
  }) as Promise<string>;
}
