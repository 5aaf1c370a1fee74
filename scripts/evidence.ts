import { ensureClient } from "./build/client";
import { loadDotEnv, ROOT } from "./project";
import { runScript } from "./terminal";

/** `npm run evidence`: brings in, writes out and checks a campaign's evidence. Vigil may run meanwhile. */
await runScript(async () => {
  loadDotEnv();
  ensureClient(ROOT);
  // Imported late: the client it uses may have been generated a moment ago.
  const { runEvidence } = await import("./evidence/run");
  await runEvidence(process.argv.slice(2));
});
