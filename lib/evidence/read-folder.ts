import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import { importError } from "@/lib/campaigns/parse-rows";
import { targetRow, withheldContactRow } from "@/lib/campaigns/schema";
import type { ImportDocument, ImportError } from "@/lib/campaigns/types";
import type { CampaignFiles } from "./import-campaign";
import { conflictRow, withheldLinkRow } from "./import-schema";
import { readTable } from "./read-table";
import { ROW_KINDS } from "./row-kinds";

/** A campaign's folder; petitions are there for the seed, which publishes them, letters for lib/letters/import-letters.ts. */
export type CampaignFolder = CampaignFiles & { petitions: ImportDocument[]; letters: ImportDocument[] };

type ReadFile = { ok: true; document: ImportDocument } | { ok: false; errors: ImportError[] };

const ROW_FILES: Record<string, z.ZodObject> = {
  ...Object.fromEntries(ROW_KINDS.map(({ file, schema }) => [file, schema])),
  conflicts: conflictRow,
  "withheld-links": withheldLinkRow,
};
/** Every file of rows that a folder may have, with what its rows look like. */
export const TABLES: Record<string, z.ZodObject> = {
  ...ROW_FILES,
  targets: targetRow,
  "withheld-contacts": withheldContactRow,
};
const TEXT = /^(campaign|petition|dossier|letter)\.[A-Za-z0-9.-]+\.json$/;

/**
 * Reads a campaign's folder: rows at its top (JSON or CSV), texts below `texts`. Returns parsed documents by what they hold, or
 * every file that cannot be read, that nobody reads, or that is there in two forms.
 */
export async function readFolder(
  folder: string,
): Promise<{ ok: true; files: CampaignFolder } | { ok: false; errors: ImportError[] }> {
  const top = await filesIn(folder, "");
  const texts = await filesIn(folder, "texts");
  const errors = [...strangers(top, texts), ...doubles(top)];
  const wanted = [...top, ...texts].filter((file) => isRows(file) || isText(file));
  const read = await Promise.all(wanted.map((file) => readDocument(folder, file)));
  const failed = read.flatMap((each) => (each.ok ? [] : each.errors));
  if (errors.length + failed.length > 0) return { ok: false, errors: [...errors, ...failed] };
  return { ok: true, files: sortOut(read.flatMap((each) => (each.ok ? [each.document] : []))) };
}

async function filesIn(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true }).catch((error) => {
    if (below !== "" && error.code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => (below ? `${below}/${name}` : name))
    .sort();
}

function isRows(file: string): boolean {
  const { dir, name, ext } = path.posix.parse(file);
  return dir === "" && Object.hasOwn(TABLES, name) && [".json", ".csv"].includes(ext);
}

function isText(file: string): boolean {
  const { dir, base } = path.posix.parse(file);
  return dir === "texts" && TEXT.test(base);
}

/** A misspelt name must not pass for an absent file. What is neither JSON nor CSV, such as notes, is left alone. */
function strangers(top: string[], texts: string[]): ImportError[] {
  return [...top, ...texts]
    .filter((file) => /\.(json|csv)$/.test(file) && !isRows(file) && !isText(file))
    .map((file) => importError(file, null, "", "unknown-file"));
}

function doubles(top: string[]): ImportError[] {
  const names = top.filter(isRows).map((file) => path.posix.parse(file).name);
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  return twice.map((name) => importError(name, null, "", "given-twice"));
}

async function readDocument(folder: string, file: string): Promise<ReadFile> {
  const text = decode(await readFile(path.join(folder, file)));
  if (text === null) return { ok: false, errors: [importError(file, null, "", "not-utf-8")] };
  const { name, ext } = path.posix.parse(file);
  const table = TABLES[name];
  if (table && ext === ".csv") return readTable(table, file, text);
  try {
    return { ok: true, document: { file, content: JSON.parse(text) } };
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    return { ok: false, errors: [importError(file, null, "", "not-json", why)] };
  }
}

/** Null where the bytes are no UTF-8: guessed letters would be stored for good. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function sortOut(documents: ImportDocument[]): CampaignFolder {
  const named = (name: string) => documents.find(({ file }) => path.posix.parse(file).name === name);
  const texts = (noun: string) => documents.filter(({ file }) => file.startsWith(`texts/${noun}.`));
  const rows = Object.keys(ROW_FILES).flatMap((name) => {
    const document = named(name);
    return document ? [[name, document] as const] : [];
  });
  return {
    ...{ campaigns: texts("campaign"), petitions: texts("petition") },
    ...{ dossiers: texts("dossier"), letters: texts("letter") },
    ...{ targets: named("targets"), withheldContacts: named("withheld-contacts") },
    rows: Object.fromEntries(rows),
  };
}
