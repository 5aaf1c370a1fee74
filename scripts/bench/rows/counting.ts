import type pg from "pg";
import { openPool } from "@/lib/db/pool";
import { countSignatures } from "@/lib/signatures/count-signatures";
import { say } from "../../terminal";
import type { Choice } from "../choice";
import { type Figure, figure } from "../figures";
import type { Stage } from "../stage";
import { fillSignatures } from "./fill-signatures";

const SMALL = 10_000;
const DUE = 1_000;
const ROUNDS = 15;

/** One counting pass over the same number of due entries, with many signatures in the table and with few. */
export async function measureCounting(stage: Stage, { signatures }: Choice): Promise<Figure> {
  const few = openPool(await stage.addDatabase("few"), 1);
  const many = openPool(await stage.addDatabase("many"), 1);
  try {
    await fillSignatures(few, SMALL);
    say(`Filling a table with ${signatures.toLocaleString("en")} signatures …`);
    await fillSignatures(many, signatures);
    const [value, reference]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      stage.stop.check();
      const [slow, quick] = [await timePass(many), await timePass(few)];
      if (round === 0) continue; // connections, plans and caches are new
      value.push(slow);
      reference.push(quick);
    }
    return figure({
      name: "counting",
      unit: "ms",
      value,
      reference,
      target: { of: "ratio", atMost: 1.5 },
      note: `a pass over ${DUE} due entries with ${signatures.toLocaleString("en")} signatures in the table against ${SMALL.toLocaleString("en")}`,
    });
  } finally {
    await few.end();
    await many.end();
  }
}

async function timePass(pool: pg.Pool): Promise<number> {
  const now = new Date();
  await pool.query(
    `INSERT INTO count_entry (petition_id, kind, country, due_at)
     SELECT p.id, 'confirm', chr(65 + i % 26) || chr(65 + i % 4), $1::timestamptz - i * interval '1 millisecond'
     FROM (SELECT id FROM petition ORDER BY slug LIMIT 1) p, generate_series(1, $2::int) i`,
    [now, DUE],
  );
  const began = performance.now();
  const { added } = await countSignatures(pool, now);
  const took = performance.now() - began;
  if (added !== DUE) throw new Error(`a pass took ${added} of ${DUE} entries`);
  return took;
}
