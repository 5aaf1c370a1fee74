import { OperatorError } from "@/lib/config/operator-error";
import { hasBuild } from "./build/build";
import { loadDotEnv, ROOT } from "./project";
import { runScript } from "./terminal";

/** `npm run serve`: the web process alone, over the PostgreSQL of DATABASE_URL. */
await runScript(async () => {
  loadDotEnv();
  if (!hasBuild(ROOT)) throw new OperatorError("There is no build yet; make one with: npm run build");
  process.chdir(ROOT);
  await import("../server");
});
