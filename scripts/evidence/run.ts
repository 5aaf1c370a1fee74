import { parseArgs } from "node:util";
import { OperatorError } from "@/lib/config/operator-error";
import { readSettings } from "@/lib/config/settings";
import type { PrismaClient } from "@/lib/db/generated/client";
import { openPrisma } from "@/lib/db/prisma";
import { withInstallation } from "../keeping/open-database";
import { checkCampaigns } from "./check";
import { exportFolder } from "./export";
import { importFolder } from "./import";

const USAGE = `Usage:
  npm run evidence -- import FOLDER [--campaign SLUG] [--reason "why"] [--by "who"] [--typing-error] [--dry-run]
  npm run evidence -- export CAMPAIGN FOLDER [--csv]
  npm run evidence -- check [CAMPAIGN]
The format of a folder: docs/evidence-format.md`;

const OPTIONS = {
  campaign: { type: "string" },
  reason: { type: "string" },
  by: { type: "string" },
  "typing-error": { type: "boolean" },
  "dry-run": { type: "boolean" },
  csv: { type: "boolean" },
} as const;

/** Runs one of the commands in the arguments on this installation's database. Refuses what it does not know. */
export async function runEvidence(argv: string[]): Promise<void> {
  const act = readArguments(argv);
  await withInstallation(readSettings(process.env), "beside", async (url) => {
    const db = openPrisma(url);
    try {
      await act(db);
    } finally {
      await db.$disconnect();
    }
  });
}

function readArguments(argv: string[]): (db: PrismaClient) => Promise<void> {
  const { values, positionals } = parse(argv);
  const [verb, first = "", second = "", ...more] = positionals;
  const given = new Set(Object.keys(values));
  const only = (...known: string[]) => more.length === 0 && [...given].every((name) => known.includes(name));
  if (verb === "import" && first && !second && only("campaign", "reason", "by", "typing-error", "dry-run")) {
    const { campaign: slug, reason, by, "typing-error": typingError, "dry-run": dryRun } = values;
    return (db) => importFolder(db, { folder: first, slug, reason, by, typingError, dryRun });
  }
  if (verb === "export" && first && second && only("csv"))
    return (db) => exportFolder(db, first, second, values.csv ? "csv" : "json");
  if (verb === "check" && !second && only()) return (db) => checkCampaigns(db, first || undefined);
  throw new OperatorError(USAGE);
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new OperatorError(USAGE, { cause });
  }
}
