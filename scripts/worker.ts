import { loadDotEnv, ROOT } from "./project";
import { runScript } from "./terminal";

/** `npm run worker`: the worker process alone, over the PostgreSQL of DATABASE_URL. */
await runScript(async () => {
  loadDotEnv();
  process.chdir(ROOT);
  await import("@/lib/worker/main");
});
