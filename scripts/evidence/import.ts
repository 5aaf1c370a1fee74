import { stat } from "node:fs/promises";
import type { ImportError } from "@/lib/campaigns/types";
import { OperatorError } from "@/lib/config/operator-error";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { CampaignImportResult } from "@/lib/evidence/import-campaign";
import type { Difference } from "@/lib/evidence/import-evidence";
import { readFolder } from "@/lib/evidence/read-folder";
import { importWithLetters } from "@/lib/letters/import-letters";
import { complain, say } from "../terminal";
import { citingWords } from "./citing-words";

type ImportWish = {
  folder: string;
  slug?: string;
  reason?: string;
  by?: string;
  typingError?: boolean;
  dryRun?: boolean;
};

/** 100,000 claims take under two minutes on two cores; slower machines get ten. */
const TIMEOUT = 600_000;
/** As the database has it (claim_revision). */
const LONGEST_NAME = 100;
/** How many names a line of the difference shows. */
const NAMED = 20;
/** How many places are named: each is to be looked at. */
const PLACES = 500;

type Imported = Extract<CampaignImportResult, { ok: true }>;

/** Thrown to take back what a dry run or a refused import wrote. */
class Undone extends Error {
  constructor(readonly result: CampaignImportResult) {
    super("taken back");
  }
}

/** Brings in a folder, all or nothing, and says what changed; a dry run does the same and takes it back. */
export async function importFolder(db: PrismaClient, wish: ImportWish): Promise<void> {
  if ((wish.by?.trim().length ?? 0) > LONGEST_NAME)
    throw new OperatorError(`--by takes up to ${LONGEST_NAME} characters.`);
  if (!(await isFolder(wish.folder))) throw new OperatorError(`There is no folder ${wish.folder}.`);
  const read = await readFolder(wish.folder);
  if (!read.ok) return refuse(read.errors);
  const result = await bring(db, wish, read.files);
  if (!result.ok) return refuse(result.errors);
  for (const line of linesOf(result)) say(line);
  const { changed = [] } = result.differences.claims ?? {};
  const claims = changed.slice(0, NAMED).map(({ key }) => key);
  for (const line of await citingWords(db, result.campaign, claims)) say(line);
  for (const { file } of read.files.petitions)
    say(`${file}: not read; an import brings no petition, and no other command does yet`);
  if (wish.dryRun && !wish.reason?.trim() && changed.length > 0)
    say('A claim that stands changes what it says only with --reason "why".');
  say(wish.dryRun ? "Nothing was written." : "Done.");
}

async function bring(
  db: PrismaClient,
  { slug, typingError, dryRun, ...wish }: ImportWish,
  files: Extract<Awaited<ReturnType<typeof readFolder>>, { ok: true }>["files"],
): Promise<CampaignImportResult> {
  // Who only looks may find the words afterwards.
  const reason = wish.reason?.trim() || (dryRun ? "–" : null);
  const by = wish.by?.trim() || undefined;
  const input = { files, slug, actor: "command:evidence", reason, by, typingError, now: new Date() };
  try {
    return await db.$transaction(
      async (tx) => {
        const result = await importWithLetters(tx, input);
        if (dryRun || !result.ok) throw new Undone(result);
        return result;
      },
      { timeout: TIMEOUT, maxWait: TIMEOUT },
    );
  } catch (error) {
    if (error instanceof Undone) return error.result;
    throw error;
  }
}

function refuse(errors: readonly ImportError[]): void {
  for (const { file, row, field, detail } of errors)
    complain([row === null ? file : `${file}, row ${row}`, field, detail].filter(Boolean).join(": "));
  complain(`Nothing was written: ${errors.length} ${errors.length === 1 ? "error" : "errors"}.`);
  process.exitCode = 1;
}

function linesOf({ campaign, isNew, differences, flags }: Imported): string[] {
  return [
    `Campaign ${campaign}${isNew ? ", which is new" : ""}`,
    ...Object.entries(differences).flatMap(([file, difference]) => describeFile(file, difference)),
    ...placesOf(Object.values(differences)),
    ...flags.map(
      ({ file, field, claim, contested, verdict }) =>
        `${file}: ${field} cites ${claim}, which is ${contested ? "contested, " : ""}${verdict}`,
    ),
  ];
}

/** No program can tell a village from a country in every language: a person looks. */
function placesOf(differences: readonly Difference[]): string[] {
  const places = [...new Set(differences.flatMap((each) => each.places ?? []))];
  if (places.length === 0) return [];
  const rest = places.length - PLACES;
  return [
    "Places that become public. None may be finer than a province, nor a route, crossing, shelter or helper:",
    `  ${places.slice(0, PLACES).join(" · ")}${rest > 0 ? ` · and ${rest} more` : ""}`,
  ];
}

function describeFile(file: string, { created, changed, unchanged }: Difference): string[] {
  const line = `${file}: ${created.length} created, ${changed.length} changed, ${unchanged} unchanged`;
  return [
    line,
    ...(created.length > 0 ? [`  + ${named(created)}`] : []),
    ...changed.slice(0, NAMED).map(({ key, fields }) => `  ~ ${key}: ${fields.join(", ")}`),
    ...(changed.length > NAMED ? [`  ~ and ${changed.length - NAMED} more`] : []),
  ];
}

function named(keys: readonly string[]): string {
  const rest = keys.length - NAMED;
  return [...keys.slice(0, NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])].join(", ");
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
  return found?.isDirectory() ?? false;
}
