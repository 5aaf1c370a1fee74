import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { OperatorError } from "@/lib/config/operator-error";

/** A user that PostgreSQL runs as where we are root. */
export type Account = { uid: number; gid: number };

/** In order of preference: our own, then PostgreSQL's usual one. */
const NAMES = ["vigil", "postgres"];

/**
 * The user for PostgreSQL, for root only. Takes data folders that may exist: whoever owns one keeps it. Otherwise an
 * existing user, otherwise a new system user "vigil" (initdb wants one with a name). Refuses where none can be made.
 */
export function unprivilegedAccount(dataFolders: string[]): Account {
  return ownerOf(dataFolders) ?? firstKnown(NAMES) ?? makeAccount();
}

/** The name of the user whose a file or folder is, for messages. Takes a path that exists. */
export function ownerName(path: string): string {
  const { uid } = statSync(path);
  return users().find((fields) => fields[2] === String(uid))?.[0] ?? `number ${uid}`;
}

/** Runs a command as an account, in `/`; returns whether it succeeded. */
export function runAs(account: Account, command: string, args: string[]): boolean {
  return spawnSync(command, args, { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

function ownerOf(folders: string[]): Account | undefined {
  const owners = folders.map((folder) => statSync(folder, { throwIfNoEntry: false }));
  const owner = owners.find((stat) => stat && stat.uid !== 0);
  return owner && { uid: owner.uid, gid: owner.gid };
}

function firstKnown(names: string[]): Account | undefined {
  const known = users();
  const user = names.map((name) => known.find((fields) => fields[0] === name)).find(Boolean);
  return user && { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The fields of /etc/passwd. */
function users(): string[][] {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
}

function makeAccount(): Account {
  const attempts: [string, string[]][] = [
    ["useradd", ["--system", "--no-create-home", "--home-dir", "/", "--shell", "/usr/sbin/nologin", "vigil"]],
    ["adduser", ["-S", "-D", "-H", "-s", "/sbin/nologin", "vigil"]],
  ];
  for (const [command, args] of attempts) spawnSync(command, args, { stdio: "ignore" });
  const made = firstKnown(["vigil", "nobody"]);
  if (made) return made;
  throw new OperatorError(
    "PostgreSQL does not run as root, and no other user could be made; add one named vigil, or start as an ordinary user.",
  );
}
