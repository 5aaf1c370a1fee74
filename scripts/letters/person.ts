import { OperatorError } from "@/lib/config/operator-error";
import { copyJournal } from "@/lib/db/copy-journal";
import { eraseWriter, showWriter } from "@/lib/letters/find-writer";
import { type Address, readAddress } from "@/lib/mail/address";
import { isMeant, say, sayHarmless } from "../terminal";
import type { LettersDesk, Subcommand } from "./subcommand";

/** What is stored of the letters of whoever asks for it; with --erase it is destroyed. */
export const person: Subcommand = {
  usage: "ADDRESS [--erase [--yes]]",
  does: "what is stored of the letters of whoever asks for it, who can read mail there",
  words: { least: 1, most: 1 },
  options: { erase: { type: "boolean" }, yes: { type: "boolean" } },
  run: async (desk, { positionals: [typed = ""], values }) => {
    const read = readAddress(typed);
    if (!read.ok) throw new OperatorError(`${typed} is no address.`);
    if (values.erase !== true) return await show(desk, read.address);
    if (values.yes === true || (await isMeant("erase"))) await erase(desk, read.address);
  },
};

async function show(desk: LettersDesk, address: Address): Promise<void> {
  const letters = await showWriter(desk, address);
  for (const [id, letter] of letters) sayHarmless(`${id} ${JSON.stringify(letter, null, 2)}`);
  say(`Letters with this address: ${letters.size}`);
}

async function erase(desk: LettersDesk, address: Address): Promise<void> {
  const erased = await eraseWriter(desk, address);
  for (const [id, result] of erased) {
    say(`${id}: ${result.ok ? result.status : result.reason}`);
    if (!result.ok) process.exitCode = 1;
  }
  // Where no worker runs nobody else would, until the next start.
  await copyJournal(desk.pool, desk.settings.JOURNAL_DIR);
  say(`Letters with this address: ${erased.size}`);
}
