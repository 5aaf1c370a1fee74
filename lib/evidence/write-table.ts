import type { z } from "zod";
import { BYTE_ORDER_MARK, csv } from "@/lib/web/csv";
import type { Row } from "./row-kinds";
import { columnsOf, shapeOf, withGuard } from "./table-columns";

/** Rows as a table that `readTable` reads back to the same rows. */
export function writeTable(schema: z.ZodObject, rows: readonly Row[]): string {
  const columns = columnsOf(shapeOf(schema), rows);
  const table = csv(
    columns.map(({ name }) => name),
    rows.map((row) => columns.map(({ cell }) => withGuard(cell(row)))),
  );
  return BYTE_ORDER_MARK + table;
}
