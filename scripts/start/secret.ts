import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "@/lib/config/operator-error";
import { ownerName } from "@/lib/db/embedded-account";

const FILE = ".vigil-secret";

/**
 * The APP_SECRET that `npm start` keeps for the embedded default, or null where none was made yet. Refuses one that
 * another user keeps.
 */
export function readSecret(root: string): string | null {
  const path = join(root, FILE);
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
 * Makes an APP_SECRET once. It lies in the project's folder and not in the data folder, so that a copy of the data,
 * as in a backup, does not hold the key to it. Written aside and linked into place: whole or not there, and never
 * over one that is there. Refuses a folder that cannot be written.
 */
export function makeSecret(root: string): string {
  const path = join(root, FILE);
  const partial = `${path}.${process.pid}`;
  try {
    writeFileSync(partial, `${randomBytes(36).toString("base64")}\n`, { mode: 0o600, flush: true });
    linkSync(partial, path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new OperatorError(
      `The secret cannot be written to ${path} (${code}); make the folder writable, or set APP_SECRET.`,
      { cause },
    );
  } finally {
    rmSync(partial, { force: true });
  }
  return readFileSync(path, "utf8").trim();
}
