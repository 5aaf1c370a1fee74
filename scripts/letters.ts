import { ensureClient } from "./build/client";
import { loadDotEnv, ROOT } from "./project";
import { runScript } from "./terminal";

/** `npm run letters`: how letters stand, those that wait for a person, the switches, packets, answers. Vigil may run meanwhile. */
await runScript(async () => {
  loadDotEnv();
  ensureClient(ROOT);
  // Imported late: the client it uses may have been generated a moment ago.
  const { runLetters } = await import("./letters/run");
  await runLetters(process.argv.slice(2));
});
