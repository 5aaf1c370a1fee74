import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { importError } from "@/lib/campaigns/parse-rows";
import type { ImportDocument, ImportError } from "@/lib/campaigns/types";
import type { CampaignFiles } from "./import-campaign";
import { ROW_KINDS } from "./row-kinds";

/** A campaign's folder; petitions are there for the commands that publish them. */
export type CampaignFolder = CampaignFiles & { petitions: ImportDocument[] };

type ReadFile = { ok: true; document: ImportDocument } | { ok: false; errors: ImportError[] };

const ROW_FILES = [...ROW_KINDS.map(({ file }) => file), "conflicts", "withheld-links"];
const KNOWN = new Set([...ROW_FILES, "targets", "withheld-contacts"]);
const TEXT = /^(campaign|petition|dossier)\.[A-Za-z0-9.-]+\.json$/;

/**
 * Reads a campaign's folder: rows at its top, texts below `texts`. Returns parsed documents by what they hold, or
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
  return dir === "" && KNOWN.has(name) && ext === ".json";
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
  const raw = await readFile(path.join(folder, file), "utf8");
  try {
    return { ok: true, document: { file, content: JSON.parse(raw) } };
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    return { ok: false, errors: [importError(file, null, "", "not-json", why)] };
  }
}

function sortOut(documents: ImportDocument[]): CampaignFolder {
  const named = (name: string) => documents.find(({ file }) => path.posix.parse(file).name === name);
  const texts = (noun: string) => documents.filter(({ file }) => file.startsWith(`texts/${noun}.`));
  const rows = ROW_FILES.flatMap((name) => {
    const document = named(name);
    return document ? [[name, document] as const] : [];
  });
  return {
    ...{ campaigns: texts("campaign"), petitions: texts("petition"), dossiers: texts("dossier") },
    ...{ targets: named("targets"), withheldContacts: named("withheld-contacts") },
    rows: Object.fromEntries(rows),
  };
}
