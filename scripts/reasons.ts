import type pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import { readSettings, SettingError } from "@/lib/config/settings";
import type { KeyRing } from "@/lib/crypto/keys";
import { UnsealError } from "@/lib/crypto/seal";
import { copyJournal } from "@/lib/db/copy-journal";
import { openPool } from "@/lib/db/pool";
import { decideReason, listReasons } from "@/lib/signatures/decide-reason";
import { withInstallation } from "./keeping/open-database";
import { requirePetition } from "./keeping/require-petition";
import { loadDotEnv, ROOT } from "./project";
import { knownSecrets, ringOf } from "./start/secrets";
import { runScript, say } from "./terminal";

const USAGE = "Usage: npm run reasons -- list [petition] | show ID… | hide ID…";
const PAGE = 50;

/** `npm run reasons`: reads reasons for signing that nobody has looked at, and shows or hides them by id. */
await runScript(async () => {
  loadDotEnv();
  const act = readArguments();
  const settings = readSettings(process.env);
  const keys = ringOf(knownSecrets(settings, ROOT));
  await withInstallation(settings, "beside", async (url) => {
    const pool = openPool(url, 2);
    try {
      await act(pool, keys);
      // Where no worker runs nobody else would, until the next start.
      await copyJournal(pool, settings.JOURNAL_DIR);
    } finally {
      await pool.end();
    }
  });
});

function readArguments(): (pool: pg.Pool, keys: KeyRing) => Promise<void> {
  const [verb = "", ...rest] = process.argv.slice(2);
  if (verb === "list" && rest.length <= 1) return (pool, keys) => list(pool, keys, rest[0]);
  if ((verb === "show" || verb === "hide") && rest.length > 0) return (pool) => decide(pool, verb, rest);
  throw new OperatorError(USAGE);
}

/** Only here, on the terminal, is a reason ever read before it is shown. */
async function list(pool: pg.Pool, keys: KeyRing, petition: string | undefined): Promise<void> {
  if (petition !== undefined) await requirePetition(pool, petition);
  const reasons = await listReasons(pool, keys, { petition, limit: PAGE }).catch(refuseOtherSecret);
  for (const { id, petition: slug, locale, text } of reasons)
    say(`${id}  ${slug}  ${locale}\n${quoted(text)}\n`);
  const more = reasons.length === PAGE ? `; the next follow once these are decided` : "";
  say(reasons.length === 0 ? "No reason waits." : `Reasons that wait: ${reasons.length}${more}`);
}

function refuseOtherSecret(cause: unknown): never {
  if (!(cause instanceof UnsealError)) throw cause;
  throw new SettingError(
    "APP_SECRET",
    "does not open what is stored; put the right one back, and while it is being changed give the former one too (APP_SECRET_OLD)",
  );
}

async function decide(pool: pg.Pool, verb: "show" | "hide", ids: string[]): Promise<void> {
  const to = verb === "show" ? "shown" : "hidden";
  for (const id of ids) {
    const done = await decideReason(pool, { id, to, actor: "command:reasons", now: new Date() });
    say(`${id}: ${done.ok ? (done.changed ? to : `was ${to} already`) : done.reason}`);
    if (!done.ok) process.exitCode = 1;
  }
}

/** Another's words, safe for a terminal: no control characters, each line marked. */
function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `  | ${line.replace(/[\p{Cc}\p{Cf}]/gu, "")}`)
    .join("\n");
}
