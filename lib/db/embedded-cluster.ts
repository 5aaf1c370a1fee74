import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { OperatorError } from "@/lib/config/operator-error";
import { ownerName } from "./embedded-account";
import type { Place } from "./embedded-place";

/** The superuser of an embedded PostgreSQL. */
export const SUPERUSER = "vigil";

/** What `server.json` (0600) keeps: how to get in. */
export type ServerFile = { password: string; port: number };

/**
 * Makes the data folder where there is none, aside and then renamed into place, so that what stands there is always
 * whole. Takes the place. Refuses a disk that is full or a folder that cannot be written, leaving nothing behind.
 */
export async function ensureCluster(place: Place): Promise<void> {
  if (existsSync(join(place.folder, "data"))) return;
  const partial = join(place.folder, `data.partial-${process.pid}`);
  const password = randomBytes(24).toString("base64url");
  try {
    removePartials(place.folder);
    await initialise(place, partial, password);
    writeServerFile(place.folder, { password, port: 0 });
    renameSync(partial, join(place.folder, "data"));
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw explain(error, place.folder);
  }
}

export function readServerFile(folder: string): ServerFile {
  const path = join(folder, "server.json");
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ServerFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES")
      throw new OperatorError(
        `The database in ${folder} belongs to the user ${ownerName(existsSync(path) ? path : folder)}; start Vigil as that user, or set DATA_DIR to a folder of your own.`,
      );
    throw new OperatorError(
      `The database's password in ${path} cannot be read; restore that file from a backup, or move ${folder} away to start with an empty database.`,
    );
  }
}

export function writeServerFile(folder: string, file: ServerFile): void {
  const path = join(folder, "server.json");
  const former = statSync(path, { throwIfNoEntry: false });
  writeFileSync(`${path}.partial`, JSON.stringify(file), { mode: 0o600, flush: true });
  // Root may start once what an ordinary user starts every day.
  if (former && process.getuid?.() === 0) chownSync(`${path}.partial`, former.uid, former.gid);
  renameSync(`${path}.partial`, path);
}

async function initialise(place: Place, data: string, password: string): Promise<void> {
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = join(data, "..", `password.partial-${process.pid}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.account) {
    chownSync(data, place.account.uid, place.account.gid);
    chownSync(passwordFile, place.account.uid, place.account.gid);
  }
  try {
    await runInitdb(place, data, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function runInitdb(place: Place, data: string, passwordFile: string): Promise<void> {
  // macOS has no C.UTF-8; order by bytes and classes of en_US come to the same there.
  const locale =
    process.platform === "darwin" ? ["--lc-collate=C", "--lc-ctype=en_US.UTF-8"] : ["--locale=C.UTF-8"];
  const args = [
    "-D",
    data,
    "-U",
    SUPERUSER,
    `--pwfile=${passwordFile}`,
    "-A",
    "scram-sha-256",
    "-E",
    "UTF8",
    ...locale,
  ];
  const child = spawn(join(place.native, "bin/initdb"), args, {
    ...place.account,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk;
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) =>
      code === 0 ? done() : fail(new Error(complaint.trim() || `initdb ended with ${code}`)),
    );
  });
}

function removePartials(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.includes(".partial")) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Turns what the system says into one line. Takes anything thrown, and the folder it happened in. */
export function explain(error: unknown, folder: string): Error {
  if (error instanceof OperatorError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|No space left|could not write|could not extend/i.test(text)) {
    return new OperatorError(
      `The disk is full at ${folder}; free some space and start again. Nothing that was stored is lost.`,
    );
  }
  if (/EACCES|EROFS|EPERM|Permission denied|Read-only file system/i.test(text)) {
    return new OperatorError(
      `The data folder ${folder} is not writable; make it writable, or set DATA_DIR to one that is.`,
    );
  }
  if ((error as { code?: unknown } | null)?.code === "28P01") {
    return new OperatorError(
      `The database in ${folder} has another password than its file server.json says; restore that file from a backup.`,
    );
  }
  return new OperatorError(
    `PostgreSQL cannot be set up in ${folder}: ${text.split("\n").filter(Boolean).at(-1)}`,
  );
}
