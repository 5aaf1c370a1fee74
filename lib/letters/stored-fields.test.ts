import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SEALED_TABLES } from "@/lib/db/sealed-columns";
import { testDatabase } from "@/lib/testing/test-database";
import { DAY, HOUR } from "@/lib/time/durations";
import { DRAFT_LIFETIME, HAND_OVER_KEPT, KEPT_AFTER_LEAVING, UNSENT_KEPT } from "./limits";
import { REPLY_KEPT } from "./reply-limits";

/** What docs/privacy.md says is stored of a letter, held against the tables that a migrated database has. */
const { pool } = await testDatabase();
const page = readFileSync("docs/privacy.md", "utf8");
const OF_LETTERS = /^(letter|reply|taken_letters$|target_check$|office_gate$)/;
const OF_MAILS = ["outbox_mail", "mail_event"];

type Field = { column: string; what: string; protected: string; kept: string; read: string };

/** Per table, the rows that the page has of it. */
const described = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((part): [string, Field[]] => [/^`(\w+)`/.exec(part)?.[1] ?? part, rowsOf(part)]),
);

function rowsOf(part: string): Field[] {
  const lines = part.split("\n").filter((line) => line.startsWith("| `"));
  return lines.map((line) => {
    const [column = "", what = "", kept = "", long = "", read = "", ...more] = line.slice(2, -2).split(" | ");
    expect(more, line).toEqual([]);
    return { column: column.replaceAll("`", ""), what, protected: kept, kept: long, read };
  });
}

async function stored(): Promise<Map<string, { column: string; type: string }[]>> {
  const { rows } = await pool.query<{ table: string; column: string; type: string }>(
    `SELECT table_name AS table, column_name AS column, data_type AS type FROM information_schema.columns
     WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
  );
  const tables = new Map<string, { column: string; type: string }[]>();
  for (const { table, ...column } of rows)
    if (OF_LETTERS.test(table) || OF_MAILS.includes(table))
      tables.set(table, [...(tables.get(table) ?? []), column]);
  return tables;
}

test("every table and column that holds something of letters is described, and none that is not there", async () => {
  const tables = await stored();
  expect(tables.size).toBeGreaterThan(13);
  expect([...described.keys()].sort()).toEqual([...tables.keys()].sort());
  for (const [table, columns] of tables) {
    const said = described.get(table)?.map(({ column }) => column) ?? [];
    expect(said.toSorted(), table).toEqual(columns.map(({ column }) => column).sort());
  }
});

test("what is called sealed is sealed, bytes are sealed or hashed, and nothing else is said to be", async () => {
  const sealed = new Map(
    SEALED_TABLES.map(({ table, columns }) => [table, columns.map(({ column }) => column)]),
  );
  for (const [table, columns] of await stored())
    for (const { column, type } of columns) {
      const field = described.get(table)?.find((one) => one.column === column);
      const isSealed = sealed.get(table)?.includes(column) === true;
      expect(field?.protected === "sealed", `${table}.${column}`).toBe(isSealed);
      if (type === "bytea" && !isSealed) expect(field?.protected, `${table}.${column}`).toMatch(/hash/);
    }
});

test("every column says what it is, how long it stays and who reads it", () => {
  for (const [table, fields] of described)
    for (const field of fields)
      for (const [name, value] of Object.entries(field))
        expect(value.trim(), `${table}.${field.column}: ${name}`).not.toBe("");
});

test("the terms are those that the jobs keep, and sealed words have one", () => {
  const terms = {
    draft: `${DRAFT_LIFETIME / HOUR} hours`,
    letter: `${KEPT_AFTER_LEAVING / DAY} days`,
    unsent: `${UNSENT_KEPT / DAY} days`,
    "hand-over": `${HAND_OVER_KEPT / DAY} days`,
    answer: `${REPLY_KEPT / DAY} days`,
  };
  for (const [term, span] of Object.entries(terms)) expect(page).toContain(`| ${term} | ${span} |`);
  for (const [table, fields] of described)
    for (const { column, protected: kept, kept: long } of fields)
      if (kept === "sealed") expect(long, `${table}.${column}`).not.toBe("for good");
});
