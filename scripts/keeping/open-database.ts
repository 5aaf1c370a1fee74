import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "@/lib/config/operator-error";
import type { Settings } from "@/lib/config/settings";
import { requireDatabase } from "@/lib/db/connection";
import { ensureDatabase, startEmbedded } from "@/lib/db/embedded-server";
import { ROOT } from "../project";
import { holdLock } from "../start/lock";

/** The database's name in the embedded PostgreSQL. */
const NAME = "vigil";

/** `alone`: Vigil must not run meanwhile; `beside`: it may. */
export type Company = "alone" | "beside";

/**
 * Runs `work` with the address of this installation's database: that of DATABASE_URL, or the embedded one, which is
 * started for it where it does not run, and then stopped again. Refuses where Vigil runs and `work` wants to be alone
 * (only the embedded default can tell), and where there is no data yet.
 */
export async function withInstallation<T>(
  settings: Settings,
  company: Company,
  work: (databaseUrl: string) => Promise<T>,
  given: { mayBeEmpty?: boolean } = {},
): Promise<T> {
  if (settings.DATABASE_URL) {
    await requireDatabase(settings.DATABASE_URL);
    return await work(settings.DATABASE_URL);
  }
  if (!existsSync(settings.DATA_DIR) && !given.mayBeEmpty)
    throw new OperatorError(`There is no data yet in ${settings.DATA_DIR}; npm start makes it.`);
  const release = await lock(settings, company);
  const server = await startEmbedded(join(settings.DATA_DIR, "postgres"));
  const isOurs = release !== null;
  try {
    await ensureDatabase(server, NAME);
    return await work(server.url(NAME));
  } finally {
    if (isOurs) await server.stop();
    release?.();
  }
}

/**
 * The locks of a start, or null where Vigil runs on this data and may. Who works beside it needs the data only: another
 * installation may run, or be built, in the project's folder.
 */
async function lock(settings: Settings, company: Company): Promise<(() => void) | null> {
  const project =
    company === "alone"
      ? await holdLock(ROOT, `the project folder ${ROOT}, or building there`)
      : () => undefined;
  if (!existsSync(settings.DATA_DIR)) return project;
  try {
    const data = await holdLock(realpathSync(settings.DATA_DIR), `the data folder ${settings.DATA_DIR}`);
    return () => {
      project();
      data();
    };
  } catch (error) {
    project();
    if (company === "beside" && error instanceof OperatorError) return null;
    throw error;
  }
}
