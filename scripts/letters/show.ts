import { OperatorError } from "@/lib/config/operator-error";
import { messagesFor } from "@/lib/i18n/messages";
import { readForDesk } from "@/lib/letters/read-for-desk";
import { wholeText } from "@/lib/letters/whole-text";
import { say, sayHarmless } from "../terminal";
import type { Subcommand } from "./subcommand";

/** One letter as it would leave, to judge it: never its writer's address. That somebody read it stands in the audit. */
export const show: Subcommand = {
  usage: "ID",
  does: "read one that is held; what you read is noted",
  words: { least: 1, most: 1 },
  run: async (desk, { positionals: [id = ""] }) => {
    const letter = await readForDesk(desk, id);
    if (!letter) throw new OperatorError("There is no held letter with this id.");
    const { subject, body, heldFor, target, language, name, corrections } = letter;
    sayHarmless(`To ${target}, held for: ${heldFor}; from ${name}`);
    sayHarmless(`Subject: ${subject}\n\n${wholeText(body, messagesFor(language).letters.sources)}`);
    if (body.own) sayHarmless(`\nTheir own words, subject and text:\n${body.own}`);
    for (const { claim, at, reason } of corrections)
      sayHarmless(`\nIt cites ${claim}, corrected on ${at.toISOString().slice(0, 10)}: ${reason}`);
    say(`\nnpm run letters -- release ${id}   or   refuse ${id}`);
  },
};
