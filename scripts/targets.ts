import { ensureClient } from "./build/client";
import { loadDotEnv, ROOT } from "./project";
import { runScript } from "./terminal";

/** `npm run targets`: offices, their checked addresses, the pace and the switches of their letters. Vigil may run meanwhile. */
await runScript(async () => {
  loadDotEnv();
  ensureClient(ROOT);
  // Imported late: the client it uses may have been generated a moment ago.
  const { runTargets } = await import("./targets/run");
  await runTargets(process.argv.slice(2));
});
