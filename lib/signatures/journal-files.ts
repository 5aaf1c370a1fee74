import { createHash } from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { SettingError } from "@/lib/config/settings";
import { DAY } from "@/lib/time/durations";
import { JOURNAL_KINDS, type JournalKind } from "./journal";

/** A line of the journal. `seq` orders the entries of one signature. */
export type JournalLine = { seq: bigint; day: string; kind: JournalKind; id: string };

/** Backups expire after 35 days (docs/trust.md); some margin for one that was removed late. */
export const JOURNAL_KEPT = 40 * DAY;

const FILE = /^\d{4}-\d{2}\.[0-9a-f]{8}\.journal$/;
const LINE = /^(\d+) (\d{4}-\d{2}-\d{2}) ([a-z-]+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

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
 * Appends lines, one file a month and machine, so that the files of several can be put together; returns when the disk
 * has them. A line that a crash cut short is ended first, and ignored by whoever reads.
 */
export function appendToJournal(folder: string, lines: JournalLine[]): void {
  requireJournalFolder(folder);
  const byMonth = new Map<string, string[]>();
  for (const { seq, day, kind, id } of lines) {
    const month = day.slice(0, 7);
    byMonth.set(month, [...(byMonth.get(month) ?? []), `${seq} ${day} ${kind} ${id}\n`]);
  }
  for (const [month, texts] of byMonth) append(join(folder, `${month}.${machine()}.journal`), texts.join(""));
  syncFolder(folder);
}

function append(path: string, text: string): void {
  const file = openSync(path, "a+", 0o600);
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    if (size > 0) readSync(file, last, 0, 1, size - 1);
    const bytes = Buffer.from(size > 0 && last.toString() !== "\n" ? `\n${text}` : text);
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A new file is only there for good when its folder is synced too. */
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

/**
 * Everything the journal holds, each entry once, in the order it happened. `damaged` counts lines that cannot be read.
 * A folder that is not there is an empty journal.
 */
export function readJournal(folder: string): { lines: JournalLine[]; damaged: number } {
  const known = new Map<string, JournalLine>();
  let damaged = 0;
  for (const name of journalFiles(folder)) {
    for (const text of readFileSync(join(folder, name), "utf8").split("\n")) {
      if (text === "") continue;
      const line = parse(text);
      if (line) known.set(text, line);
      else damaged += 1;
    }
  }
  const lines = [...known.values()].sort((a, b) => (a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : 0));
  return { lines, damaged };
}

function parse(text: string): JournalLine | null {
  const [, seq, day, kind, id] = LINE.exec(text) ?? [];
  const known = JOURNAL_KINDS.find((name) => name === kind);
  return seq && day && id && known ? { seq: BigInt(seq), day, kind: known, id } : null;
}

/** Removes files whose whole month is older than any backup. Returns how many. */
export function dropOldJournals(folder: string, now: Date): number {
  const old = journalFiles(folder).filter((name) => monthEnd(name) + JOURNAL_KEPT < now.getTime());
  for (const name of old) rmSync(join(folder, name));
  return old.length;
}

function monthEnd(name: string): number {
  return journalEnd(new Date(`${name.slice(0, 7)}-01T00:00:00Z`));
}

/** When the month of a line's day ends, in ms: its file is kept JOURNAL_KEPT longer. */
export function journalEnd(day: Date): number {
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1);
}

function journalFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => FILE.test(name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
