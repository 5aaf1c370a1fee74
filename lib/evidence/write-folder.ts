import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type ExportedFile, jsonFile } from "./export-campaign";
import { TABLES } from "./read-folder";
import type { Row } from "./row-kinds";
import { writeTable } from "./write-table";

export type TableForm = "json" | "csv";

/**
 * Writes exported files into a folder as an import reads them; the same content is the same bytes. Returns the
 * names of the files. Refuses a folder that holds anything, so that no file of another export stays among them.
 */
export async function writeFolder(
  exported: AsyncIterable<ExportedFile>,
  folder: string,
  form: TableForm,
): Promise<{ ok: true; files: string[] } | { ok: false; reason: "not-empty" }> {
  await mkdir(path.join(folder), { recursive: true });
  if ((await readdir(folder)).length > 0) return { ok: false, reason: "not-empty" };
  await mkdir(path.join(folder, "texts"));
  const files: string[] = [];
  for await (const file of exported)
    for (const { name, content } of form === "csv" ? asTables(file) : [asJson(file)]) {
      await writeFile(path.join(folder, name), content);
      files.push(name);
    }
  return { ok: true, files };
}

function asJson(file: ExportedFile): { name: string; content: string } {
  return { name: `${file.name}.json`, content: jsonFile("rows" in file ? file.rows : file.text) };
}

/** Texts stay JSON. Conflicts go into a table of pairs, where each is written once. */
function asTables(file: ExportedFile): { name: string; content: string }[] {
  const schema = TABLES[file.name];
  if (!("rows" in file) || !schema) return [asJson(file)];
  const table = (name: string, rows: readonly Row[], rowSchema = schema) => ({
    name: `${name}.csv`,
    content: writeTable(rowSchema, rows),
  });
  if (file.name !== "claims") return [table(file.name, file.rows)];
  const pairs = conflictPairs(file.rows);
  return [
    table(file.name, file.rows, schema.omit({ conflicts: true })),
    ...(pairs.length > 0 && TABLES.conflicts ? [table("conflicts", pairs, TABLES.conflicts)] : []),
  ];
}

type Conflict = { claim: string; note: string };

function conflictPairs(claims: readonly Row[]): Row[] {
  const conflictsOf = (row: Row) => row.conflicts as readonly Conflict[];
  const notes = new Map(
    claims.flatMap((row) => conflictsOf(row).map(({ claim, note }) => [`${row.id} ${claim}`, note] as const)),
  );
  const seen = new Set<string>();
  return claims.flatMap((row) =>
    conflictsOf(row).flatMap(({ claim: other, note }) => {
      if (seen.has(other)) return [];
      seen.add(String(row.id));
      const back = notes.get(`${other} ${row.id}`);
      return [{ claim: row.id, other, note, other_note: back === note ? null : (back ?? null) }];
    }),
  );
}
