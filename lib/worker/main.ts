import { randomUUID } from "node:crypto";
import { mailWarnings } from "@/lib/config/mail-settings";
import { legal, settings } from "@/lib/config/runtime";
import { SettingError } from "@/lib/config/settings";
import { exitWhenOrphaned, SUPERVISED } from "@/lib/config/supervised";
import { closePool, pool } from "@/lib/db/pool";
import { closePrisma } from "@/lib/db/prisma";
import { requireMatchingSecret } from "@/lib/db/secret-check";
import { describeError, log } from "@/lib/logging/log";
import { requireSendingAllowed } from "@/lib/mail/check-sending";
import { requireJournalFolder } from "@/lib/signatures/journal-files";
import { startJobs } from "./jobs";
import { startLoops } from "./loops";

/** The worker process: loops for what must be quick (mails, counts), scheduled jobs for the night. */
async function main(): Promise<void> {
  legal();
  await requireMatchingSecret(pool());
  // `npm start` has said these on the terminal.
  if (process.env[SUPERVISED] !== "1") for (const warning of mailWarnings(settings())) log().warn(warning);
  await requireSendingAllowed(pool(), settings(), new Date());
  requireJournalFolder(settings().JOURNAL_DIR);
  const loops = startLoops(randomUUID());
  const jobs = await startJobs();
  log().info("worker started");
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= Promise.all([loops.stop(), jobs.stop()])
      .then(closePool)
      .then(closePrisma)
      .then(() => process.exit(0), fail);
    return stopping;
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  exitWhenOrphaned(stop);
}

function fail(error: unknown): never {
  if (error instanceof SettingError) process.stderr.write(`${error.message}\n`);
  else log().fatal({ error: describeError(error) }, error instanceof Error ? error.message : "worker failed");
  process.exit(1);
}

main().catch(fail);
