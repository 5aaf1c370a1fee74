import { ensureClient } from "./build/client";
import { loadDotEnv, ROOT } from "./project";
import { runScript } from "./terminal";

/** `npm run documents`: keeps documents of sources for a campaign's team, and shows claims beside them. Vigil may run meanwhile. */
await runScript(async () => {
  loadDotEnv();
  ensureClient(ROOT);
  // Imported late: the client it uses may have been generated a moment ago.
  const { runDocuments } = await import("./documents/run");
  await runDocuments(process.argv.slice(2));
});
