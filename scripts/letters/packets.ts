import type pg from "pg";
import { listPackets } from "@/lib/letters/packet-queries";
import { say } from "../terminal";

/** `npm run letters -- packets [CAMPAIGN]`: packets, newest first, and what became of them. */
export async function packets({ pool }: { pool: pg.Pool }, [campaign]: string[]): Promise<void> {
  const rows = await listPackets(pool, campaign ?? null);
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
