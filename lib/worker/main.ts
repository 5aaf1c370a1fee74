import { randomUUID } from "node:crypto";
import { mailWarnings } from "@/lib/config/mail-settings";
import { legal, settings } from "@/lib/config/runtime";
import { SettingError } from "@/lib/config/settings";
import { exitWhenOrphaned, SUPERVISED } from "@/lib/config/supervised";
import { appKeys } from "@/lib/crypto/app-keys";
import { requireJournalFolder } from "@/lib/db/journal-files";
import { closePool, pool } from "@/lib/db/pool";
import { sealedKey } from "@/lib/db/sealed-key";
import { requireMatchingSecret } from "@/lib/db/secret-check";
import { whenThere } from "@/lib/db/when-there";
import { describeError, log } from "@/lib/logging/log";
import { requireSendingAllowed } from "@/lib/mail/check-sending";
import { SECOND } from "@/lib/time/durations";
import { pauseUnless } from "@/lib/time/pause";
import { type Stoppable, startLoops } from "./loops";

/** By then a worker that was started in a surge has sent what was urgent. */
const JOBS_AFTER = 30 * SECOND;

/** The worker process: loops for what must be quick (mails, counts), scheduled jobs for the night. */
async function main(): Promise<void> {
  legal();
  await requireMatchingSecret(pool());
  // `npm start` has said these on the terminal.
  if (process.env[SUPERVISED] !== "1") for (const warning of mailWarnings(settings())) log().warn(warning);
  await whenThere(() => requireSendingAllowed(pool(), settings(), new Date()));
  requireJournalFolder(settings().JOURNAL_DIR);
  // Made now and not with the first mail: a backup without it could not be told who said "never mail me" since.
  await whenThere(() => sealedKey(pool(), appKeys(), "suppression", new Date()));
  const loops = startLoops(randomUUID());
  const jobs = startJobsLater();
  log().info("worker started");
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= Promise.all([loops.stop(), jobs.stop()])
      .then(closePool)
      .then(() => process.exit(0), fail);
    return stopping;
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  exitWhenOrphaned(stop);
}

/**
 * What is for the hour and the night waits until mails are on their way: its libraries take half as long to load as all
 * the rest.
 */
function startJobsLater(): Stoppable {
  const stopping = new AbortController();
  const jobs = pauseUnless(stopping.signal, JOBS_AFTER).then(async () => {
    if (stopping.signal.aborted) return null;
    const { startJobs } = await import("./jobs");
    return await whenThere(startJobs, { stop: stopping.signal });
  });
  jobs.catch(fail);
  return {
    stop: async () => {
      stopping.abort();
      await (await jobs)?.stop();
    },
  };
}

function fail(error: unknown): never {
  if (error instanceof SettingError) process.stderr.write(`${error.message}\n`);
  else log().fatal({ error: describeError(error) }, error instanceof Error ? error.message : "worker failed");
  process.exit(1);
}

main().catch(fail);
