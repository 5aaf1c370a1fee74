import { parseArgs } from "node:util";
import { OperatorError } from "@/lib/config/operator-error";
import { readSettings } from "@/lib/config/settings";
import { copyJournal } from "@/lib/db/copy-journal";
import { openPool } from "@/lib/db/pool";
import { readAddress } from "@/lib/mail/address";
import { actForPerson, findPerson, showPerson } from "@/lib/signatures/find-person";
import { withInstallation } from "./keeping/open-database";
import { requirePetition } from "./keeping/require-petition";
import { loadDotEnv, ROOT } from "./project";
import { knownSecrets, ringOf } from "./start/secrets";
import { isMeant, runScript, say } from "./terminal";

const USAGE = "Usage: npm run person -- show|erase|withdraw ADDRESS [--petition SLUG] [--yes]";
const VERBS = ["show", "erase", "withdraw"] as const;

/** `npm run person`: what is stored of whoever asks for it by address; erases or withdraws it. Vigil may run meanwhile. */
await runScript(async () => {
  loadDotEnv();
  const { verb, canonical, petition, yes } = readArguments();
  const settings = readSettings(process.env);
  await withInstallation(settings, "beside", async (url) => {
    const pool = openPool(url, 2);
    const context = { pool, keys: ringOf(knownSecrets(settings, ROOT)), now: new Date() };
    try {
      if (petition !== undefined) await requirePetition(pool, petition);
      const { ids, unreadable } = await findPerson(context, canonical, petition);
      if (unreadable > 0)
        say(
          `${unreadable} addresses are sealed under another secret and were not read; put the right one back (APP_SECRET, .vigil-secret).`,
        );
      say(
        ids.length === 0 ? "No signature has this address." : `Signatures with this address: ${ids.length}`,
      );
      if (verb === "show") {
        for (const id of ids) say(`${id} ${harmless(await showPerson(context, id))}`);
      } else if (ids.length > 0 && (yes || (await isMeant(verb)))) {
        for (const { id, result } of await actForPerson({ ...context, now: new Date() }, ids, verb)) {
          say(`${id}: ${result.ok ? result.status : result.reason}`);
          if (!result.ok) process.exitCode = 1;
        }
        // Where no worker runs nobody else would, until the next start.
        await copyJournal(pool, settings.JOURNAL_DIR);
      }
    } finally {
      await pool.end();
    }
  });
});

function readArguments() {
  const options = { petition: { type: "string" }, yes: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const verb = VERBS.find((known) => known === positionals[0]);
    const read = readAddress(positionals[1] ?? "");
    if (!verb || !read.ok || positionals.length > 2) throw new OperatorError(USAGE);
    const { canonical } = read.address;
    return { verb, canonical, petition: values.petition, yes: values.yes ?? false };
  } catch (cause) {
    throw new OperatorError(USAGE, { cause });
  }
}

/** Another's words, safe for a terminal: no control characters. */
function harmless(stored: unknown): string {
  return JSON.stringify(stored, null, 2).replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, "");
}
