import { build, isBuildCurrent } from "./build/build";
import { ensureClient } from "./build/client";
import { loadDotEnv, ROOT } from "./project";
import { holdLock } from "./start/lock";
import { runScript, say } from "./terminal";

/** `npm run build`: client, pages and the scripts of public pages, unless they were made from these sources. */
await runScript(async () => {
  loadDotEnv();
  await holdLock(ROOT, `the project folder ${ROOT}, or building there`); // a swap under a running server takes its pages away
  ensureClient(ROOT);
  if (isBuildCurrent(ROOT)) return say("The build is up to date.");
  await build(ROOT);
  say("Built.");
});
