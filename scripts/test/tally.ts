import { existsSync, readFileSync } from "node:fs";

/** How many tests passed and failed. */
export type Tally = { passed: number; failed: number };

export const PASSED: Tally = { passed: 1, failed: 0 };
export const FAILED: Tally = { passed: 0, failed: 1 };

export function sum(tallies: Tally[]): Tally {
  const add = (a: Tally, b: Tally) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });
  return tallies.reduce(add, { passed: 0, failed: 0 });
}

type VitestReport = {
  numPassedTests: number;
  numTotalTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** Of vitest's JSON report. What was skipped did not pass; a file that cannot be loaded is one failure. */
export function tallyVitest(path: string, succeeded: boolean): Tally {
  if (!existsSync(path)) return FAILED;
  const report = JSON.parse(readFileSync(path, "utf8")) as VitestReport;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failed = report.numTotalTests - report.numPassedTests + broken.length;
  return atLeastOneUnless(succeeded, { passed: report.numPassedTests, failed });
}

type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };

/** Of Playwright's JSON report. A journey that is flaky or skipped did not pass. */
export function tallyPlaywright(path: string, succeeded: boolean): Tally {
  if (!existsSync(path)) return FAILED;
  const { stats } = JSON.parse(readFileSync(path, "utf8")) as PlaywrightReport;
  const failed = stats.unexpected + stats.flaky + stats.skipped;
  return atLeastOneUnless(succeeded, { passed: stats.expected, failed });
}

/** A runner may fail without a failing test: an unhandled rejection, or no test at all. */
function atLeastOneUnless(succeeded: boolean, { passed, failed }: Tally): Tally {
  const silent = failed === 0 && (!succeeded || passed === 0);
  return { passed, failed: silent ? 1 : failed };
}
