import { run, type TaskList } from "graphile-worker";
import { settings } from "@/lib/config/runtime";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { closePrisma, prisma } from "@/lib/db/prisma";
import { recordRetention } from "@/lib/db/retention-record";
import { askForAnswers } from "@/lib/letters/ask-for-answers";
import { releaseTargetFigures } from "@/lib/letters/release-target-figures";
import { remindTeams } from "@/lib/letters/remind-teams";
import { describeError, log } from "@/lib/logging/log";
import { logMailHealth } from "@/lib/mail/mail-health";
import { listSigners } from "@/lib/signatures/list-signers";
import { releaseFigures } from "@/lib/signatures/release-figures";
import { repairCounts } from "@/lib/signatures/repair-counts";
import { jobsLogger } from "./jobs-log";
import { keepHouse } from "./keep-house";
import type { Stoppable } from "./loops";
import { retain } from "./retention";
import { rotateKeys } from "./rotate-keys";

/** When each job runs, in UTC; graphile-worker makes sure that one worker takes it. */
const CRONTAB = [
  "17 3 * * * repair-counts",
  "*/10 * * * * keep-house",
  "*/2 * * * * rotate-keys",
  "50 * * * * retention",
  "20 * * * * publish-figures",
  "35 * * * * ask-for-answers",
  // A server that was off in the morning reminds later in the day.
  "5 7 * * * remind-teams ?fill=20h",
].join("\n");

const tasks: TaskList = {
  "repair-counts": async () => {
    const { ran, cells } = await repairCounts(pool(), new Date());
    if (!ran) throw new Error("a counting pass held the lock; trying again");
    const report = {
      cells: cells.length,
      difference: cells.reduce((sum, cell) => sum + cell.is - cell.was, 0),
    };
    if (cells.length > 0) log().error(report, "counts were wrong and are repaired");
    else log().info(report, "counts are right");
  },
  "rotate-keys": goOnRotating,
  // Each hour, for a hash key is to go 24 hours after closing; the record has a row a day.
  retention: async () => {
    const context = { pool: pool(), db: prisma(), keys: appKeys(), journalFolder: settings().JOURNAL_DIR };
    log().info(await retain(context, new Date()), "what was due has been forgotten");
  },
  // Each hour, so that a server that was off at midnight catches up; a day, a week and a batch are written once.
  "publish-figures": async () => {
    const now = new Date();
    const { listed } = await listSigners(pool(), appKeys(), now);
    const { days, weeks } = await releaseFigures(pool(), now);
    const { figures: letters } = await releaseTargetFigures(pool(), now);
    if (listed + days + weeks + letters > 0)
      log().info({ listed, days, weeks, letters }, "figures published");
  },
  // Each hour: a question need not come to the minute, and not in one flood.
  "ask-for-answers": async () => {
    const asked = await askForAnswers({ pool: pool(), keys: appKeys() }, new Date());
    if (asked > 0) log().info({ asked }, "writers are asked whether there was an answer");
  },
  "remind-teams": async () => {
    const context = { pool: pool(), keys: appKeys(), ownerEmail: settings().OWNER_EMAIL };
    const mails = await remindTeams(context, new Date());
    if (mails > 0) log().info({ mails }, "teams are told that letters wait for them");
  },
  "keep-house": async () => {
    const now = new Date();
    const done = await keepHouse({ pool: pool(), db: prisma(), keys: appKeys() }, now);
    await recordRetention(pool(), "keep-house", done, now);
    log().info(done, "house kept");
    await logMailHealth(pool(), now);
  },
};

/** Where the secret is being changed; anywhere else it asks nothing. */
async function goOnRotating(): Promise<void> {
  if (!appKeys().former) return;
  const done = await rotateKeys({ pool: pool(), db: prisma(), keys: appKeys(), clock: () => new Date() });
  if (done.resealed + done.accounts > 0) log().info(done, "sealed anew under the new secret");
}

/** Starts the scheduled jobs (graphile-worker; its own tables live in the schema graphile_worker). */
export async function startJobs(): Promise<Stoppable> {
  const runner = await run({
    pgPool: pool(),
    taskList: tasks,
    crontab: CRONTAB,
    noHandleSignals: true,
    concurrency: 1,
    pollInterval: 5_000,
    logger: jobsLogger,
  });
  runner.promise.catch((error: unknown) =>
    log().error({ error: describeError(error) }, "scheduled jobs ended"),
  );
  return {
    stop: async () => {
      await runner.stop();
      await closePrisma();
    },
  };
}
