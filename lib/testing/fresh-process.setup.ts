/**
 * Test files share a process, so that what takes long to load is loaded once. Each begins as if its own had just been
 * started: with the environment of the start, and without what the process keeps for itself (all of it under these symbols).
 */
const KEPT = Symbol.for("tests.environment");
const shared = globalThis as { [KEPT]?: NodeJS.ProcessEnv; [key: symbol]: unknown };
const environment = shared[KEPT] ?? { ...process.env };
shared[KEPT] = environment;

for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
Object.assign(process.env, environment);
for (const key of Object.getOwnPropertySymbols(globalThis))
  if (Symbol.keyFor(key)?.startsWith("vigil.")) delete shared[key];

export {};
