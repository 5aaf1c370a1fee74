import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { DAY } from "@/lib/time/durations";

/** Names that we give: `vigil-20261122T013000Z.backup`. Only such files are ever removed. */
const NAME = /^vigil-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/;

/** Backups expire after this many days at the latest (docs/trust.md). */
export const LONGEST_KEPT = 35;

/** Where a backup goes: the file that was named, or in a folder that was named a file of our naming. */
export function backupPath(target: string, now: Date): string {
  const isFolder = target.endsWith("/") || (existsSync(target) && statSync(target).isDirectory());
  return isFolder ? join(target, backupName(now)) : target;
}

function backupName(now: Date): string {
  return `vigil-${now.toISOString().replace(/[-:]|\.\d+/g, "")}.backup`;
}

/** Removes backups of our naming beside a file that are older than `days`. Returns their names. */
export function dropOldBackups(beside: string, days: number, now: Date): string[] {
  const folder = dirname(beside);
  const old = readdirSync(folder).filter((name) => {
    const takenAt = timeIn(name);
    return takenAt !== null && takenAt < now.getTime() - days * DAY;
  });
  for (const name of old) rmSync(join(folder, name));
  return old;
}

/** Whether backups of the database lie in a file's folder. */
export function liesBesideBackups(file: string): boolean {
  return existsSync(dirname(file)) && readdirSync(dirname(file)).some((name) => timeIn(name) !== null);
}

function timeIn(name: string): number | null {
  const [, ...parts] = NAME.exec(name) ?? [];
  const [year, month, day, hour, minute, second] = parts.map(Number);
  if (second === undefined) return null;
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
