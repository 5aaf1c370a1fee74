import { LETTER_STATES } from "@/lib/letters/states";
import { say } from "../terminal";
import { type LettersDesk, type Subcommand, sayHarmless } from "./subcommand";

type Office = {
  target: string;
  states: Record<string, number>;
  per_hour: number | null;
  next_at: Date | null;
  frozen: boolean;
  pause_note: string | null;
};

/** Letters of a campaign, office by office, and what stands in their way. */
export const status: Subcommand = {
  usage: "",
  does: "letters by office and state, paces, what is frozen or paused",
  words: { least: 0, most: 0 },
  run: async (desk) => {
    const slug = await desk.campaign();
    const { rows } = await desk.pool.query<{ at: Date | null }>(
      "SELECT letters_frozen_at AS at FROM campaign WHERE slug = $1",
      [slug],
    );
    const at = rows[0]?.at;
    if (at) say(`Letters of ${slug} are frozen since ${at.toISOString()}.`);
    const offices = await readOffices(desk, slug);
    for (const office of offices) sayHarmless(inWords(office));
    if (offices.length === 0) say("No letter has been written yet.");
  },
};

async function readOffices({ pool }: LettersDesk, slug: string): Promise<Office[]> {
  const { rows } = await pool.query<Office>(
    `SELECT t.key AS target, s.states, g.per_hour, g.next_at, g.frozen_at IS NOT NULL AS frozen, g.pause_note
     FROM (SELECT target_id, jsonb_object_agg(state, letters) AS states, max(office) AS office FROM (
         SELECT target_id, state, count(*)::int AS letters, max(office) AS office FROM letter GROUP BY target_id, state) AS counted
       GROUP BY target_id) AS s
     JOIN target t ON t.id = s.target_id JOIN campaign c ON c.id = t.campaign_id LEFT JOIN office_gate g ON g.address = s.office
     WHERE c.slug = $1 ORDER BY t.key`,
    [slug],
  );
  return rows;
}

function inWords({ target, states, per_hour, next_at, frozen, pause_note }: Office): string {
  const counts = LETTER_STATES.flatMap((state) => (states[state] ? [`${state} ${states[state]}`] : []));
  const pace = per_hour === null ? "" : `; ${per_hour} an hour, next ${next_at?.toISOString()}`;
  return `${target}: ${counts.join(", ")}${pace}${frozen ? ", frozen" : ""}${pause_note === null ? "" : `, paused (${pause_note})`}`;
}
