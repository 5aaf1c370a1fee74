import { settings } from "@/lib/config/runtime";
import { keyRing } from "@/lib/crypto/keys";
import { requireDatabase } from "@/lib/db/connection";
import { ensureClient } from "./build/client";
import { loadDotEnv, ROOT } from "./project";
import { seedIfEmpty } from "./start/seed-if-empty";
import { runScript, say } from "./terminal";

/** `npm run seed`: the first campaign, into the database of DATABASE_URL, where that has no campaign. */
await runScript(async () => {
  loadDotEnv();
  ensureClient(ROOT);
  const { DATABASE_URL, APP_SECRET } = settings();
  await requireDatabase(DATABASE_URL);
  if (!(await seedIfEmpty(DATABASE_URL, keyRing(APP_SECRET))))
    say("There is a campaign already; nothing was changed.");
});
