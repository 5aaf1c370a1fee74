import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: fileURLToPath(new URL("./", import.meta.url)) }] },
  test: {
    include: [
      "lib/**/*.test.ts",
      "lib/**/*.test.tsx",
      "scripts/**/*.test.ts",
      "app/**/*.test.ts",
      "components/**/*.test.ts",
      "prisma/**/*.test.ts",
      "server/**/*.test.ts",
      "*.test.ts",
    ],
    globalSetup: "lib/testing/postgres.setup.ts",
    setupFiles: [
      "lib/testing/fresh-process.setup.ts",
      "lib/testing/strictness.setup.ts",
      "lib/testing/logs.setup.ts",
    ],
    // Chatham is 12:45 or 13:45 ahead of UTC: whatever mixes local time and UTC shows.
    env: { TZ: "Pacific/Chatham", LOG_LEVEL: "silent" },
    pool: "forks",
    // Files of a worker share a process: loading the client of the database for each took a third of the whole time.
    isolate: false,
    // Vitest would leave a processor free; tests wait for the database half of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // For a machine that is a few times as slow: they end what hangs, and claim nothing of speed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
