import { defineConfig } from "@playwright/test";

/** Needs the processors for itself: it measures a pace. */
const ALONE = "**/mails-through-provider.journey.ts";

/** `npm test` starts Vigil and finds the browser; it says where they are in VIGIL_URL and CHROMIUM_PATH. */
export default defineConfig({
  testDir: "journeys",
  testMatch: "**/*.journey.ts",
  fullyParallel: true,
  // One more than the two processors that are counted on: every journey waits for mails now and then.
  workers: 3,
  forbidOnly: true,
  // For a machine that is a few times as slow: most take seconds.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  outputDir: "test-results",
  projects: [
    // Those that take a minute or more and leave no trace in the common stack: others are walked meanwhile.
    { name: "long", grep: /@long/, testIgnore: ALONE },
    { name: "journeys", grepInvert: /@long/, testIgnore: ALONE },
    { name: "alone", testMatch: ALONE, dependencies: ["long", "journeys"] },
  ],
  use: {
    baseURL: process.env.VIGIL_URL,
    timezoneId: "Pacific/Chatham",
    locale: "en-GB",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
    },
  },
});
