import { join } from "node:path";
import { settings } from "@/lib/config/runtime";
import { requireDatabase } from "@/lib/db/connection";
import { migrate } from "@/lib/db/migrate";
import { loadDotEnv, ROOT } from "./project";
import { runScript, say } from "./terminal";

/** `npm run db:migrate`: brings the database of DATABASE_URL up to date. */
await runScript(async () => {
  loadDotEnv();
  const { DATABASE_URL } = settings();
  await requireDatabase(DATABASE_URL);
  const applied = await migrate(DATABASE_URL, join(ROOT, "prisma/migrations"));
  for (const name of applied) say(`Applied ${name}.`);
  if (applied.length === 0) say("The database is up to date.");
});
