import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "@/lib/config/operator-error";
import { ownerName } from "@/lib/db/embedded-account";

const FILE = ".vigil-secret";
/** The one before, while values or links of it are still about. */
const FORMER_FILE = ".vigil-secret-old";

/**
 * The APP_SECRET that `npm start` keeps for the embedded default, or null where none was made yet. Refuses one that
 * another user keeps.
 */
export function readSecret(root: string): string | null {
  return read(join(root, FILE));
}

/** The secret before that, while it is kept. A change that was cut short before it made the new one left both the same. */
export function readFormerSecret(root: string): string | undefined {
  const former = read(join(root, FORMER_FILE));
  return former === null || former === readSecret(root) ? undefined : former;
}

function read(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    throw new OperatorError(
      `The secret ${path} belongs to the user ${ownerName(path)}; start Vigil as that user.`,
      { cause },
    );
  }
}

/**
 * Puts a new secret in the place of the present one, which stays beside it as the former. Each step is whole or not
 * there, and at no moment is the present secret nowhere. Takes the project's folder, which holds a secret.
 */
export function replaceSecret(root: string): { secret: string; former: string } {
  const former = readSecret(root);
  if (former === null) throw new OperatorError("There is no secret to change yet; npm start makes one.");
  write(root, FORMER_FILE, former);
  const secret = freshSecret();
  write(root, FILE, secret);
  return { secret, former };
}

/** Puts secrets from a backup where none is. The same again changes nothing. Refuses to write over another. */
export function putSecret(root: string, { secret, former }: { secret: string; former?: string }): void {
  const present = readSecret(root);
  if (present !== null && present !== secret)
    throw new OperatorError(
      `There is another secret in ${join(root, FILE)}; move it away first if this installation is to have that of the backup.`,
    );
  if (former !== undefined) write(root, FORMER_FILE, former);
  if (present === null) write(root, FILE, secret);
}

/** Removes the former secret: links in mails from before do not work any more. Returns whether there was one. */
export function forgetFormerSecret(root: string): boolean {
  const path = join(root, FORMER_FILE);
  const was = existsSync(path);
  rmSync(path, { force: true });
  return was;
}

function freshSecret(): string {
  return randomBytes(36).toString("base64");
}

/** Over what is there, in one step. */
function write(root: string, file: string, secret: string): void {
  const path = join(root, file);
  const partial = `${path}.${process.pid}`;
  try {
    writeFileSync(partial, `${secret}\n`, { mode: 0o600, flush: true });
    renameSync(partial, path);
  } catch (cause) {
    rmSync(partial, { force: true });
    throw cannotWrite(path, cause);
  }
}

function cannotWrite(path: string, cause: unknown): OperatorError {
  const { code } = cause as NodeJS.ErrnoException;
  return new OperatorError(
    `The secret cannot be written to ${path} (${code}); make the folder writable, or set APP_SECRET.`,
    { cause },
  );
}

/**
 * Makes an APP_SECRET once. It lies in the project's folder and not in the data folder, so that a copy of the data,
 * as in a backup, does not hold the key to it. Written aside and linked into place: whole or not there, and never
 * over one that is there. Refuses a folder that cannot be written.
 */
export function makeSecret(root: string): string {
  const path = join(root, FILE);
  const partial = `${path}.${process.pid}`;
  try {
    writeFileSync(partial, `${freshSecret()}\n`, { mode: 0o600, flush: true });
    linkSync(partial, path);
  } catch (cause) {
    throw cannotWrite(path, cause);
  } finally {
    rmSync(partial, { force: true });
  }
  return readFileSync(path, "utf8").trim();
}
