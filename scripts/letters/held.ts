import { HELD_FOR } from "@/lib/letters/read-for-desk";
import { say, sayHarmless } from "../terminal";
import type { Subcommand } from "./subcommand";

const SHOWN = 200;

/** Letters that wait for a person to look at them, those that wait longest first. */
export const held: Subcommand = {
  usage: "",
  does: "letters that wait for somebody to look at them, and why",
  words: { least: 0, most: 0 },
  run: async ({ pool, campaign }) => {
    const { rows } = await pool.query<{
      id: string;
      target: string;
      held_for: string;
      state_at: Date;
      all: number;
    }>(
      `SELECT l.id, t.key AS target, ${HELD_FOR} AS held_for, l.state_at, count(*) OVER ()::int AS all FROM letter l
       JOIN target t ON t.id = l.target_id JOIN campaign c ON c.id = l.campaign_id
       WHERE l.state = 'held' AND c.slug = $1 ORDER BY l.state_at, l.id LIMIT $2`,
      [await campaign(), SHOWN],
    );
    for (const { id, target, held_for, state_at } of rows)
      sayHarmless(`${id}  ${state_at.toISOString()}  ${target}  ${held_for}`);
    const all = rows[0]?.all ?? 0;
    say(all === 0 ? "No letter waits for anybody." : `${all} held; read one: npm run letters -- show ID`);
  },
};
