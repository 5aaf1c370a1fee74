import { OperatorError } from "@/lib/config/operator-error";
import { settings } from "@/lib/config/runtime";
import { keyRing } from "@/lib/crypto/keys";
import { requireDatabase } from "@/lib/db/connection";
import { closePool, pool } from "@/lib/db/pool";
import { decideReason, listReasons } from "@/lib/signatures/decide-reason";
import { ensureClient } from "./build/client";
import { loadDotEnv, ROOT } from "./project";
import { runScript, say } from "./terminal";

const USAGE = "Usage: npm run reasons -- list [petition] | show ID… | hide ID…";
const PAGE = 50;

/** `npm run reasons`: reads reasons for signing that nobody has looked at, and shows or hides them by id. */
await runScript(async () => {
  loadDotEnv();
  ensureClient(ROOT);
  const [verb = "", ...rest] = process.argv.slice(2);
  const { DATABASE_URL } = settings();
  await requireDatabase(DATABASE_URL);
  try {
    if (verb === "list" && rest.length <= 1) await list(rest[0]);
    else if ((verb === "show" || verb === "hide") && rest.length > 0) await decide(verb, rest);
    else throw new OperatorError(USAGE);
  } finally {
    await closePool();
  }
});

/** Only here, on the terminal, is a reason ever read before it is shown. */
async function list(petition: string | undefined): Promise<void> {
  const reasons = await listReasons(pool(), keyRing(settings().APP_SECRET), { petition, limit: PAGE });
  for (const { id, petition: slug, locale, text } of reasons)
    say(`${id}  ${slug}  ${locale}\n${quoted(text)}\n`);
  const more = reasons.length === PAGE ? `; the next follow once these are decided` : "";
  say(reasons.length === 0 ? "No reason waits." : `${reasons.length} wait${more}.`);
}

async function decide(verb: "show" | "hide", ids: string[]): Promise<void> {
  const to = verb === "show" ? "shown" : "hidden";
  for (const id of ids) {
    const done = await decideReason(pool(), { id, to, actor: "command:reasons", now: new Date() });
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
