import { openPrisma } from "@/lib/db/prisma";
import { importCampaign } from "@/lib/evidence/import-campaign";
import { say } from "../../terminal";
import { type Figure, figure } from "../figures";
import type { Stage } from "../stage";
import { CLAIMS, inventEvidence, SLUG, word } from "./make-evidence";

const ROUNDS = 11;
const TIMEOUT = 600_000;
/** Words that half of all claims have, and few; a beginning; a phrase; signs without spaces. */
const SEARCHES = [
  word(0),
  word(3_900),
  word(900).slice(0, 5),
  `"${word(0)} ${word(1)}"`,
  "돌다리",
  "走过石桥",
  `${word(0)} ${word(2)} 河`,
];
/** Pages of what has many claims: each reads a page of them, however many there are. */
const LONG = [
  "evidence/sources",
  "evidence/conflicts",
  "evidence/conflicts?after=claim-50000",
  "sources/source-0",
  "claims/claim-0",
];
const NUMBERS = ["", "?sort=value&order=descending", "?sort=speaker", "?sort=date", "?sort=verdict"];

const imported = new WeakMap<Stage, Promise<number>>();

/** Bringing in 100,000 claims in 1,000 sources, once, into a database that has none of them. */
export async function measureEvidenceImport(stage: Stage): Promise<Figure> {
  const seconds = await importOnce(stage);
  return figure({
    ...{ name: "evidence-import", unit: "s", value: [seconds], target: { of: "value", atMost: 120 } },
    note: `${CLAIMS.toLocaleString("en")} invented claims in 1,000 sources, checked, written and indexed in one transaction`,
  });
}

/** The search page among them, uncached. */
export async function measureEvidenceSearch(stage: Stage): Promise<Figure> {
  const paths = SEARCHES.map((q) => `evidence/search?q=${encodeURIComponent(q)}`);
  return await measurePages(
    stage,
    "evidence-search",
    paths,
    `${paths.length} searches for words that are frequent, rare, begun, a phrase, Korean, Chinese`,
  );
}

/** The page of all numbers among them, uncached, in several orders. */
export async function measureEvidenceNumbers(stage: Stage): Promise<Figure> {
  const paths = NUMBERS.map((order) => `evidence/numbers${order}`);
  return await measurePages(
    stage,
    "evidence-numbers",
    paths,
    `${paths.length} orders of ${(CLAIMS / 2).toLocaleString("en")} figures`,
  );
}

/** The pages of sources, of one source, of one claim and of what disagrees among them, uncached. */
export async function measureEvidencePages(stage: Stage): Promise<Figure> {
  return await measurePages(
    stage,
    "evidence-pages",
    LONG,
    "sources, conflicts (two pages), one source, one claim",
  );
}

async function measurePages(stage: Stage, name: string, paths: string[], of: string): Promise<Figure> {
  await importOnce(stage);
  const { port } = await stage.web();
  const value: number[] = [];
  let slowest = "";
  for (let round = 0; round <= ROUNDS; round += 1) {
    stage.stop.check();
    const times: [number, string][] = [];
    for (const path of paths) times.push([await timePage(port, path, round), path]);
    const [longest, path] = times.reduce((a, b) => (b[0] > a[0] ? b : a));
    if (round === 0) continue; // connections, plans and caches are new
    value.push(longest);
    slowest = path;
  }
  return figure({
    ...{ name, unit: "ms", value, target: { of: "value", atMost: 200 } },
    note: `the slowest page of each round (last: ${decodeURIComponent(slowest)}), ${of}; ${CLAIMS.toLocaleString("en")} claims in 1,000 sources`,
  });
}

/** Asks for a page that no cache has: its source tag makes each address another. */
async function timePage(port: number, path: string, round: number): Promise<number> {
  const address = `http://127.0.0.1:${port}/en/campaigns/${SLUG}/${path}${path.includes("?") ? "&" : "?"}src=${round}`;
  const began = performance.now();
  const answer = await fetch(address);
  const page = await answer.text();
  const took = performance.now() - began;
  if (answer.status !== 200 || !page.includes("</main>")) throw new Error(`${path}: ${answer.status}`);
  return took;
}

async function importOnce(stage: Stage): Promise<number> {
  const running = imported.get(stage) ?? importInvented(stage);
  imported.set(stage, running);
  return await running;
}

async function importInvented(stage: Stage): Promise<number> {
  say(`Bringing in ${CLAIMS.toLocaleString("en")} claims …`);
  const files = inventEvidence();
  const db = openPrisma(stage.databaseUrl);
  try {
    const began = performance.now();
    const input = { files, actor: "command:bench", reason: "Measured", now: new Date() };
    const done = await db.$transaction((tx) => importCampaign(tx, input), {
      timeout: TIMEOUT,
      maxWait: TIMEOUT,
    });
    const seconds = (performance.now() - began) / 1_000;
    if (!done.ok) throw new Error(JSON.stringify(done.errors.slice(0, 3)));
    await db.$executeRaw`ANALYZE`;
    return seconds;
  } finally {
    await db.$disconnect();
  }
}
