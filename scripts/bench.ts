import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { type Choice, readChoice } from "./bench/choice";
import type { Figure } from "./bench/figures";
import { measureCounting } from "./bench/rows/counting";
import {
  measureEvidenceImport,
  measureEvidenceNumbers,
  measureEvidencePages,
  measureEvidenceSearch,
} from "./bench/rows/evidence";
import { measureFirstVisit } from "./bench/rows/first-visit";
import { measureIntake } from "./bench/rows/intake";
import { measureLatency } from "./bench/rows/latency";
import { measureMails } from "./bench/rows/mails";
import { measureMemory } from "./bench/rows/memory";
import { measureCount, measurePage } from "./bench/rows/reading";
import { openStage, type Stage } from "./bench/stage";
import { drawTable, noteLines } from "./bench/table";
import { build, isBuildCurrent } from "./build/build";
import { ensureClient } from "./build/client";
import { loadDotEnv, ROOT } from "./project";
import { listenForStop, Stopped, type StopRequest } from "./start/stop-request";
import { complain, describeFailure, say } from "./terminal";

type Row = (stage: Stage, choice: Choice) => Promise<Figure>;

/** In the order they are measured; memory last, for it is the peak of all that went before. */
const ROWS: Record<string, Row> = {
  "first-visit": measureFirstVisit,
  page: measurePage,
  count: measureCount,
  intake: measureIntake,
  latency: measureLatency,
  counting: measureCounting,
  mails: measureMails,
  "evidence-import": measureEvidenceImport,
  "evidence-search": measureEvidenceSearch,
  "evidence-numbers": measureEvidenceNumbers,
  "evidence-pages": measureEvidencePages,
  memory: measureMemory,
};

/** `npm run bench`, second stage (docs/benchmarks.md). Exit code 1 where a figure misses its target. */
async function bench(stop: StopRequest): Promise<void> {
  const choice = readChoice(process.argv.slice(2), Object.keys(ROWS));
  loadDotEnv();
  ensureClient(ROOT);
  if (!isBuildCurrent(ROOT)) await build(ROOT, stop.signal);
  stop.check();
  const figures = await measure(choice, stop);
  say(`\n${drawTable(figures)}\n\n${noteLines(figures).join("\n")}`);
  if (choice.json) writeFileSync(choice.json, `${JSON.stringify(report(figures), null, 2)}\n`);
  if (figures.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function measure(choice: Choice, stop: StopRequest): Promise<Figure[]> {
  const stage = await openStage(stop);
  const figures: Figure[] = [];
  try {
    for (const name of choice.rows) {
      say(`Measuring ${name} …`);
      figures.push(await (ROWS[name] as Row)(stage, choice));
    }
    return figures;
  } finally {
    await stage.close();
  }
}

function report(figures: Figure[]) {
  const processor = cpus();
  return {
    at: new Date().toISOString(),
    machine: { processors: processor.length, model: processor[0]?.model, node: process.version },
    figures,
  };
}

const stop = listenForStop();
try {
  await bench(stop);
} catch (error) {
  if (!(error instanceof Stopped)) complain(describeFailure(error));
  process.exitCode = 1;
}
// Nothing of ours runs any more; a socket or timer of a library must not keep this process.
process.exit();
