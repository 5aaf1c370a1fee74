import { OperatorError } from "@/lib/config/operator-error";
import { readSettings } from "@/lib/config/settings";
import { openPool } from "@/lib/db/pool";
import { type RetentionCounts, recordRetention, retentionDays } from "@/lib/db/retention-record";
import { ensureClient } from "./build/client";
import { withInstallation } from "./keeping/open-database";
import { loadDotEnv, ROOT } from "./project";
import { knownSecrets, ringOf } from "./start/secrets";
import { runScript, say } from "./terminal";

const SHOWN = 14;

/** `npm run retention`: what was forgotten on the last days. With --dry-run what is due, with --now that is done. */
await runScript(async () => {
  loadDotEnv();
  ensureClient(ROOT);
  const [wish = "", ...rest] = process.argv.slice(2);
  if (!["", "--dry-run", "--now"].includes(wish) || rest.length > 0)
    throw new OperatorError("Usage: npm run retention [-- --dry-run | --now]");
  const settings = readSettings(process.env);
  await withInstallation(settings, "beside", async (url) => {
    const { openPrisma } = await import("@/lib/db/prisma");
    const { keepHouse } = await import("@/lib/worker/keep-house");
    const { due, retain } = await import("@/lib/worker/retention");
    const pool = openPool(url, 4);
    const db = openPrisma(url);
    const keys = ringOf(knownSecrets(settings, ROOT));
    const context = { pool, db, keys, journalFolder: settings.JOURNAL_DIR };
    const now = new Date();
    try {
      if (wish === "--dry-run") return show("Due", await due(context, now));
      if (wish === "--now") {
        const house = await keepHouse(context, now);
        await recordRetention(pool, "keep-house", house, now);
        return show("Done", { ...house, ...(await retain(context, now)) });
      }
      const days = await retentionDays(pool, SHOWN);
      for (const { job, day, runs, counts } of days) show(`${day} ${job} (${runs} runs)`, counts);
      if (days.length === 0) say("Nothing has been forgotten yet; the worker does it each hour.");
    } finally {
      await db.$disconnect();
      await pool.end();
    }
  });
});

function show(title: string, counts: RetentionCounts): void {
  const parts = Object.entries(counts).map(([what, rows]) => `${what} ${rows}`);
  say(`${title}: ${parts.join(", ") || "nothing"}`);
}
