import { listPackets } from "@/lib/letters/packet-queries";
import { say, sayHarmless } from "../terminal";
import { printAgain } from "./print-again";
import type { Subcommand } from "./subcommand";

/** Packets, newest first, and what became of them. */
export const packets: Subcommand = {
  usage: "",
  does: "what was put into packets, and what became of them",
  words: { least: 0, most: 0 },
  run: async ({ pool, campaign }) => {
    const rows = await listPackets(pool, await campaign());
    for (const { id, target, addressee, letters, printed, takenBack, madeAt, state, stateAt, note } of rows) {
      const to = addressee ? `${target}, for ${addressee}` : target;
      const onPaper = printed === letters ? "" : `, ${printed} in its newest print`;
      sayHarmless(`${id}  ${day(madeAt)}  ${to}: ${letters} letters${onPaper}`);
      const standing = state === "made" ? "not handed over yet" : `${state} ${day(stateAt)}`;
      sayHarmless(`  ${standing}${note ? `: ${note}` : ""}`);
      if (takenBack > 0) say(`  Taken back since it was printed: ${takenBack}. ${printAgain(id)}`);
    }
    if (rows.length === 0) say("There is no packet.");
  },
};

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
