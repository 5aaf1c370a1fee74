import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One migration: its folder's name, its SQL, and the checksum Prisma records (SHA-256 of the file, hex). */
export type Migration = { name: string; sql: string; checksum: string };

/** The migrations of a folder in the order in which they apply: by name, which begins with a time. */
export function readMigrations(folder: string): Migration[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => read(folder, name)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function read(folder: string, name: string): Migration {
  const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
  return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}
