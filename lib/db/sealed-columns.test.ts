import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SEALED_TABLES } from "./sealed-columns";

/**
 * What is bytes in the schema and not sealed: hashes, digests of withheld addresses, and what is random, in tables that
 * no backup holds.
 */
const NOT_SEALED = /[._]hash$|^withheld_address\.sha256$|^network_salt\.salt$|\.challenge$/;

/** `table.column` of every column of bytes in prisma/schema.prisma. */
function columnsOfBytes(): string[] {
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  return [...schema.matchAll(/^model \w+ \{(.*?)^\}/gms)].flatMap(([, body = ""]) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    const lines = body.split("\n").filter((line) => /^\s+\w+\s+Bytes/.test(line));
    return lines.map(
      (line) => `${table}.${/@map\("(\w+)"\)/.exec(line)?.[1] ?? line.trim().split(/\s+/)[0]}`,
    );
  });
}

test("a change of the secret goes through every sealed column of the schema, and through no other", () => {
  const sealed = columnsOfBytes().filter((column) => !NOT_SEALED.test(column));
  expect(sealed.length).toBeGreaterThan(8);
  expect(sealed.every((column) => column.endsWith("_enc"))).toBe(true);
  const listed = SEALED_TABLES.flatMap(({ table, columns }) =>
    columns.map(({ column }) => `${table}.${column}`),
  );
  expect(listed.sort()).toEqual(sealed.sort());
});
