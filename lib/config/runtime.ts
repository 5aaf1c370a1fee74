import { type Legal, readLegal } from "./legal";
import { readSettings, SettingError, type Settings } from "./settings";

/** The settings of a process that talks to the database: everything of `Settings`, and both of these for certain. */
export type RuntimeSettings = Settings & { DATABASE_URL: string; APP_SECRET: string };

const KEY = Symbol.for("vigil.settings");
const LEGAL_KEY = Symbol.for("vigil.legal");
const shared = globalThis as { [KEY]?: RuntimeSettings; [LEGAL_KEY]?: Legal };

/**
 * The settings of this process, read from the environment once. Host and Next load this module twice, hence the
 * global symbol. Throws `SettingError` for a bad value, or where DATABASE_URL or APP_SECRET is missing (the
 * embedded default gives both to its children).
 */
export function settings(): RuntimeSettings {
  if (shared[KEY]) return shared[KEY];
  const read = readSettings(process.env);
  if (!read.DATABASE_URL)
    throw new SettingError("DATABASE_URL", "is required here; `npm start` brings its own PostgreSQL");
  if (!read.APP_SECRET)
    throw new SettingError(
      "APP_SECRET",
      "is required with a PostgreSQL of your own; make one with: openssl rand -base64 48",
    );
  shared[KEY] = { ...read, DATABASE_URL: read.DATABASE_URL, APP_SECRET: read.APP_SECRET };
  return shared[KEY];
}

/** What the operator filled in of the legal texts, read once; throws `SettingError` like `settings`. */
export function legal(): Legal {
  shared[LEGAL_KEY] ??= readLegal(settings());
  return shared[LEGAL_KEY];
}
