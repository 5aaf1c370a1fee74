import { ensureClient } from "./build/client";
import { ROOT } from "./project";
import { listenForStop } from "./start/stop-request";
import { complain, describeFailure, say } from "./terminal";
import { checkBuild, checkDrift, checkImports, checkStyle, checkTypes } from "./test/checks";
import { runDomainTests, runJourneys } from "./test/runners";
import { FAILED, sum, type Tally } from "./test/tally";

type Stage = { name: string; run(stop: AbortSignal): Promise<Tally> };

/** Each runs whatever became of those before it, so that one run shows all that is wrong. */
const STAGES: Stage[] = [
  { name: "types", run: checkTypes },
  { name: "style", run: checkStyle },
  { name: "imports", run: checkImports },
  { name: "schema and migrations", run: checkDrift },
  { name: "domain tests", run: runDomainTests },
  { name: "build", run: checkBuild },
  { name: "journeys", run: runJourneys },
];

/** `npm test`, second stage. Ends with "N passed, N failed" alone on a line. */
async function main(): Promise<void> {
  const stop = listenForStop();
  ensureClient(ROOT);
  const tallies: Tally[] = [];
  for (const stage of STAGES) {
    if (!stop.signal.aborted) tallies.push(await runStage(stage, stop.signal));
  }
  if (stop.signal.aborted) tallies.push(FAILED);
  const { passed, failed } = sum(tallies);
  say(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}

async function runStage({ name, run }: Stage, stop: AbortSignal): Promise<Tally> {
  say(`── ${name}`);
  const began = performance.now();
  const tally = await run(stop).catch((error: unknown) => {
    complain(describeFailure(error));
    return FAILED;
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`── ${name}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s\n`);
  return tally;
}

try {
  await main();
} catch (error) {
  complain(describeFailure(error));
  say("0 passed, 1 failed");
  process.exit(1);
}
