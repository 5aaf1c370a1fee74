import { runMailTest } from "./mail-test/run";
import { loadDotEnv } from "./project";
import { runScript } from "./terminal";

/** `npm run mail:test -- you@example.org`: checks the mail settings, sends one mail, shows what becomes of it. */
await runScript(async () => {
  loadDotEnv();
  await runMailTest(process.argv.slice(2));
});
