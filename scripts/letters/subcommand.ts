import type pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import type { Settings } from "@/lib/config/settings";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";

/** What subcommands work with. Whoever has the command line has the whole installation, as its operator. */
export type LettersDesk = {
  pool: pg.Pool;
  db: PrismaClient;
  keys: KeyRing;
  settings: Settings;
  actor: string;
  now: Date;
  /** The campaign that is named, or the only one; throws where there are several. */
  campaign: () => Promise<string>;
};

type Options = Record<string, { type: "string" | "boolean" }>;
export type Given = { positionals: string[]; values: Record<string, string | boolean | undefined> };

/** One word after `npm run letters --`. */
export type Subcommand = {
  /** After the word, as the usage shows it. */
  usage: string;
  /** What it does, in a line. */
  does: string;
  /** How many words must follow it. */
  words: { least: number; most: number };
  /** Beside `--campaign`. */
  options?: Options;
  run: (desk: LettersDesk, given: Given) => Promise<void>;
};

/** An option's text; undefined where it was not given. */
export function textOf({ values }: Given, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

/** … refused where it is missing. */
export function requireText(given: Given, name: string): string {
  const value = textOf(given, name);
  if (value === undefined) throw new OperatorError(`--${name} is missing.`);
  return value;
}
