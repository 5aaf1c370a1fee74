import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { noteDeparture, takeTurn } from "./rate-gate";

const { pool } = await testDatabase();
const RATE = 2;

beforeEach(async () => {
  await pool.query("UPDATE mail_gate SET next_at = now(), turns = '{}', refusals = 0, problem = NULL");
});

async function nextTurn(): Promise<string> {
  for (;;) {
    const { turn, wait } = await takeTurn(pool, RATE);
    if (turn) return turn;
    await new Promise((done) => setTimeout(done, wait));
  }
}

/** Milliseconds from one turn to the other. */
async function between(first: string, second: string): Promise<number> {
  const { rows } = await pool.query<{ gap: number }>(
    "SELECT (extract(epoch FROM $2::timestamptz - $1::timestamptz) * 1000)::float8 AS gap",
    [first, second],
  );
  return rows[0]?.gap ?? Number.NaN;
}

test("of two a second the third leaves a second after the first", async () => {
  const [first, , third] = [await nextTurn(), await nextTurn(), await nextTurn()];
  const gap = await between(first, third);
  expect(gap).toBeGreaterThanOrEqual(1_000);
  expect(gap).toBeLessThan(1_500);
});

test("one that left late holds back the one that is to be a second behind it; a few milliseconds do not", async () => {
  const [first, second] = [await nextTurn(), await nextTurn()];
  await noteDeparture(pool, RATE, { turn: second, late: 10 });
  await noteDeparture(pool, RATE, { turn: first, late: 100 });
  const third = await nextTurn();
  expect(await between(first, third)).toBeGreaterThanOrEqual(1_100);
  expect(await between(second, await nextTurn())).toBeGreaterThanOrEqual(1_000);
});

test("turns that are taken while others leave late are not forgotten", async () => {
  const first = await nextTurn();
  const late = Array.from({ length: 20 }, () => noteDeparture(pool, RATE, { turn: first, late: 20 }));
  await Promise.all([nextTurn(), ...late]);
  const { rows } = await pool.query("SELECT cardinality(turns) AS turns FROM mail_gate");
  expect(rows).toEqual([{ turns: 2 }]);
});
