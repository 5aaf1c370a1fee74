import { defineConfig } from "@playwright/test";

/** Needs the processors for itself: it measures a pace. */
const ALONE = "**/mails-through-provider.journey.ts";

/** `npm test` starts Vigil and finds the browser; it says where they are in VIGIL_URL and CHROMIUM_PATH. */
export default defineConfig({
  testDir: "journeys",
  testMatch: "**/*.journey.ts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  outputDir: "test-results",
  projects: [
    { name: "journeys", testIgnore: ALONE },
    { name: "alone", testMatch: ALONE, dependencies: ["journeys"] },
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
