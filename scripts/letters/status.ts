import { type Channel, LETTER_STATES, type LetterState } from "@/lib/letters/states";
import { describePace, type OfficePace } from "../targets/words";
import { say, sayHarmless } from "../terminal";
import type { LettersDesk, Subcommand } from "./subcommand";

/** Letters to an office that go one way: by mail, by the gate of one address, or in packets. */
type Way = {
  target: string;
  channel: Channel;
  /** Null: they wait for no address, for they were never queued or go in packets. */
  office: string | null;
  /** By state: how many, and how many of them as the template gave them. */
  states: Partial<Record<LetterState, { letters: number; unchanged: number }>>;
  frozen: boolean;
  pause_note: string | null;
} & (OfficePace | { perHour: null });

/** Letters of a campaign, office by office, and what stands in their way. */
export const status: Subcommand = {
  usage: "",
  does: "letters by office, way and state, paces, what is frozen or paused",
  words: { least: 0, most: 0 },
  run: async (desk) => {
    const slug = await desk.campaign();
    const { rows } = await desk.pool.query<{ state: string; at: Date | null }>(
      "SELECT state, letters_frozen_at AS at FROM campaign WHERE slug = $1",
      [slug],
    );
    const { state, at } = rows[0] ?? {};
    if (state !== "live") say(`${slug} is ${state}: none of its letters leave.`);
    if (at) say(`Letters of ${slug} are frozen since ${at.toISOString()}.`);
    const ways = await readWays(desk, slug);
    const isStopped = state !== "live" || at !== null;
    for (const way of ways) sayHarmless(inWords(way, { isStopped, now: desk.now }));
    if (ways.length === 0) say("No letter has been written yet.");
  },
};

async function readWays({ pool }: LettersDesk, slug: string): Promise<Way[]> {
  const { rows } = await pool.query<Way>(
    `SELECT t.key AS target, s.channel, s.office, s.states, g.per_hour AS "perHour", g.hours, g.time_zone AS "timeZone", g.next_at AS "nextAt", g.frozen_at IS NOT NULL AS frozen, g.pause_note
     FROM (SELECT target_id, channel, office, jsonb_object_agg(state, jsonb_build_object('letters', letters, 'unchanged', unchanged)) AS states FROM (
         SELECT target_id, channel, office, state, count(*)::int AS letters, (count(*) FILTER (WHERE unchanged))::int AS unchanged
         FROM letter GROUP BY target_id, channel, office, state) AS counted
       GROUP BY target_id, channel, office) AS s
     JOIN target t ON t.id = s.target_id JOIN campaign c ON c.id = t.campaign_id LEFT JOIN office_gate g ON g.address = s.office
     WHERE c.slug = $1 ORDER BY t.key, s.channel DESC, s.office NULLS FIRST`,
    [slug],
  );
  return rows;
}

function inWords(line: Way, { isStopped, now }: { isStopped: boolean; now: Date }): string {
  const { target, channel, office, states, frozen, pause_note } = line;
  const counts = LETTER_STATES.flatMap((state) => {
    const { letters, unchanged } = states[state] ?? { letters: 0, unchanged: 0 };
    return letters > 0 ? [`${state} ${letters}${unchanged > 0 ? ` (${unchanged} unchanged)` : ""}`] : [];
  });
  const way = channel === "hand-over" ? ", in packets" : office && `, ${office}`;
  const halted = isStopped || frozen || pause_note !== null;
  const pace = line.perHour === null ? "" : `; ${describePace({ ...line, isStopped: halted }, now)}`;
  const stopped = `${frozen ? ", frozen" : ""}${pause_note === null ? "" : `, paused (${pause_note})`}`;
  return `${target}${way ?? ""}: ${counts.join(", ")}${pace}${stopped}`;
}
