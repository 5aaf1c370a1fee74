import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { SettingError } from "@/lib/config/settings";
import { DAY } from "@/lib/time/durations";
import { JOURNAL_KINDS, type JournalEntry } from "./journal";

/** A line of the journal with the UTC day of its file. */
export type JournalLine = JournalEntry & { day: string };
/** A file of the journal: its name, UTC day, and how many lines it has. */
export type JournalFile = { name: string; day: string; lines: number };
/** `damaged` counts lines that cannot be read. */
export type Journal = { lines: JournalLine[]; files: JournalFile[]; damaged: number };

/** Backups expire after 35 days (docs/trust.md); some margin for one that was removed late. */
export const JOURNAL_KEPT = 40 * DAY;

const FILE = /^\d{4}-\d{2}-\d{2}\.[0-9a-f]{8}\.journal$/;
/** Being written; a crash leaves one, and the next writing replaces it. */
const UNFINISHED = ".unfinished";
const LINE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([a-z-]+)(?: ([1-9]\d{0,8}))?$/;

/** Makes the folder, for its owner only, and tries it. Refuses one that cannot be written (`SettingError`). */
export function requireJournalFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, `.probe-${process.pid}`);
    closeSync(openSync(probe, "w", 0o600));
    rmSync(probe);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new SettingError(
      "JOURNAL_DIR",
      `the folder ${folder} cannot be written (${code}); make it writable`,
    );
  }
}

/**
 * Adds entries to the file of their UTC day, one a machine, so that the files of several can be put together; returns
 * when the disk has them. The file is written anew, sorted by random id, each line once, and takes the place of the old one in
 * one step: neither the order of its lines, nor its time and that of the folder, say more than the day.
 */
export function addToJournal(folder: string, day: string, entries: JournalEntry[]): JournalFile {
  requireJournalFolder(folder);
  const name = `${day}.${machine()}.journal`;
  const path = join(folder, name);
  const texts = entries.map(({ id, kind, turn }) => (turn > 0 ? `${id} ${kind} ${turn}` : `${id} ${kind}`));
  const lines = [...new Set([...(existsSync(path) ? linesOf(path) : []), ...texts])].sort();
  const midnight = new Date(`${day}T00:00:00Z`);
  replace(path, `${lines.join("\n")}\n`, midnight);
  syncFolder(folder);
  utimesSync(folder, midnight, midnight);
  return { name, day, lines: lines.length };
}

function replace(path: string, text: string, time: Date): void {
  const unfinished = `${path}${UNFINISHED}`;
  const file = openSync(unfinished, "w", 0o600);
  try {
    writeFileSync(file, text);
    futimesSync(file, time, time);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}

/** A file is only there for good when its folder is synced too. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function machine(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}

/** Everything the journal holds, each entry once, by day. A folder that is not there is an empty journal. */
export function readJournal(folder: string): Journal {
  const journal: Journal = { lines: [], files: [], damaged: 0 };
  const known = new Set<string>();
  for (const name of namesIn(folder).filter((name) => FILE.test(name))) {
    const [day, texts] = [dayOf(name), linesOf(join(folder, name))];
    journal.files.push({ name, day, lines: texts.length });
    for (const text of texts) {
      const entry = parse(text);
      if (!entry) journal.damaged += 1;
      else if (!known.has(`${day} ${text}`)) journal.lines.push({ ...entry, day });
      known.add(`${day} ${text}`);
    }
  }
  return journal;
}

function parse(text: string): JournalEntry | null {
  const [, id, name, turn] = LINE.exec(text) ?? [];
  const kind = JOURNAL_KINDS.find((known) => known === name);
  return id && kind ? { id, kind, turn: Number(turn ?? 0) } : null;
}

/** Removes files of days before `oldest` (YYYY-MM-DD), finished or not. Returns how many. */
export function removeOldFiles(folder: string, oldest: string): number {
  const old = namesIn(folder).filter(
    (name) => FILE.test(name.replace(UNFINISHED, "")) && dayOf(name) < oldest,
  );
  for (const name of old) rmSync(join(folder, name));
  return old.length;
}

function dayOf(name: string): string {
  return name.slice(0, 10);
}

function linesOf(path: string): string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((text) => text !== "");
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
