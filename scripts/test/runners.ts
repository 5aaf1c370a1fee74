import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { complain, describeFailure } from "../terminal";
import { findBrowser } from "./browser";
import { requireDiscreetLog } from "./private-words";
import { runNode } from "./run-command";
import { startStack, tellingLines } from "./stack";
import { FAILED, PASSED, sum, type Tally, tallyPlaywright, tallyVitest } from "./tally";

const require = createRequire(import.meta.url);

/** Domain tests, in parallel, on a real PostgreSQL. */
export function runDomainTests(stop: AbortSignal): Promise<Tally> {
  return withReport(async (report) => {
    const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
    const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const logs = join(dirname(report), "logs");
    mkdirSync(logs);
    const tally = tallyVitest(
      report,
      await runNode(vitest, args, stop, { ...process.env, VIGIL_TEST_LOGS: logs }),
    );
    const log = readdirSync(logs).map((name) => readFileSync(join(logs, name), "utf8"));
    return sum([tally, checkLog(log.join("\n"), '"level":30')]);
  });
}

/** Journeys in a real browser through the production build. */
export async function runJourneys(stop: AbortSignal): Promise<Tally> {
  const browser = await findBrowser(stop);
  const stack = await startStack(stop);
  try {
    return await withReport(async (report) => {
      const env = {
        ...process.env,
        VIGIL_URL: stack.origin,
        VIGIL_DATABASE_URL: stack.databaseUrl,
        VIGIL_APP_SECRET: stack.secret,
        ...(browser.path && { CHROMIUM_PATH: browser.path }),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      };
      const args = ["test", "--reporter=list,json"];
      const tally = tallyPlaywright(
        report,
        await runNode(require.resolve("@playwright/test/cli"), args, stop, env),
      );
      if (tally.failed > 0) complain(`What web and worker said:\n${tellingLines(stack.log())}`);
      return sum([tally, checkLog(stack.log(), '"msg":"request"')]);
    });
  } finally {
    await stack.stop();
  }
}

/** Takes a log and a word that it must have, for an empty one proves nothing. */
function checkLog(log: string, proof: string): Tally {
  try {
    requireDiscreetLog(log, proof);
    return PASSED;
  } catch (error) {
    complain(describeFailure(error));
    return FAILED;
  }
}

async function withReport(run: (path: string) => Promise<Tally>): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "vigil-report-"));
  try {
    return await run(join(folder, "report.json"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
