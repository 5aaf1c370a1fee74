import type pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";

/** Refuses the slug of a petition that is not there: nothing found under it would read as "nothing is stored". */
export async function requirePetition(pool: pg.Pool, slug: string): Promise<void> {
  const { rowCount } = await pool.query("SELECT FROM petition WHERE slug = $1", [slug]);
  if (rowCount === 0) throw new OperatorError(`There is no petition ${slug}.`);
}
