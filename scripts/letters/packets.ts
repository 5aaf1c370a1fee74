import { listPackets } from "@/lib/letters/packet-queries";
import { say } from "../terminal";
import { type Subcommand, textOf } from "./subcommand";

/** Packets, newest first, and what became of them. */
export const packets: Subcommand = {
  usage: "",
  does: "packets and what became of them",
  words: { least: 0, most: 0 },
  run: async ({ pool }, given) => show(await listPackets(pool, textOf(given, "campaign") ?? null)),
};

function show(rows: Awaited<ReturnType<typeof listPackets>>): void {
  for (const { id, campaign, target, addressee, letters, madeAt, state, stateAt, note } of rows) {
    const to = addressee ? `${target}, for ${addressee}` : target;
    say(`${id}  ${day(madeAt)}  ${campaign}  ${to}: ${letters} letters`);
    say(
      `  ${state === "made" ? "not handed over yet" : `${state} ${day(stateAt)}`}${note ? `: ${note}` : ""}`,
    );
  }
  if (rows.length === 0) say("There is no packet.");
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
