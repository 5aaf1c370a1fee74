import { z } from "zod";

/** What of a JSON Schema the columns of a table follow from. */
type Shape = {
  type?: string | string[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  anyOf?: Shape[];
};

/** What stands in a row of a table under a field, or undefined where nothing does. */
type Read = (cells: readonly string[]) => unknown;

/** A column of a table: its name and what stands there for a row. */
export type Column = { name: string; cell: (row: unknown) => string | number };

/**
 * How rows of a schema stand in a table: a field within a field by dots (`date.from`), each of a list of things by its
 * number (`values.1.unit`), a list of words in one cell with semicolons between them. An empty cell is "not given".
 */
export function shapeOf(schema: z.ZodObject): Shape {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
}

/** Columns of a header that no row of this shape has. */
export function strangeColumns(shape: Shape, header: readonly string[]): string[] {
  return header.filter((name) => !knows(shape, name.split(".")));
}

function knows(shape: Shape, [step, ...rest]: string[]): boolean {
  if (step === undefined) return kindsOf(shape).some((kind) => kind.type !== "object");
  return kindsOf(shape).some((kind) => {
    if (kind.items) return /^[1-9]\d*$/.test(step) && knows(kind.items, rest);
    const property = kind.properties?.[step];
    return property !== undefined && knows(property, rest);
  });
}

/** Reads rows of this shape from the cells of a table with this header. */
export function rowReader(shape: Shape, header: readonly string[]): (cells: readonly string[]) => unknown {
  const reader = readerOf(shape, "", new Map(header.map((name, index) => [name, index])));
  return (cells) => reader(cells) ?? {};
}

function readerOf(shape: Shape, path: string, columns: ReadonlyMap<string, number>): Read {
  const kinds = kindsOf(shape);
  const list = kinds.find(({ items }) => items);
  const thing = kinds.find(({ properties }) => properties);
  const scalar = kinds.find(({ type }) => type && !["object", "array", "null"].includes(type));
  const one = scalarReader(scalar, columns.get(path));
  const readers: Read[] = [
    ...(list?.items ? [listReader(list.items, path, columns)] : []),
    one,
    ...(thing?.properties ? [thingReader(thing, path, columns)] : []),
  ];
  const absent = absentValue(kinds);
  return (cells) => {
    for (const read of readers) {
      const value = read(cells);
      if (value !== undefined) return value;
    }
    return absent();
  };
}

/** A field that nothing was given for: null where it may be, an empty list; otherwise it is left out. */
function absentValue(kinds: readonly Kind[]): () => unknown {
  if (kinds.some(({ type }) => type === "null")) return () => null;
  if (kinds.some(({ items }) => items)) return () => [];
  return () => undefined;
}

function scalarReader(scalar: Kind | undefined, column: number | undefined): Read {
  if (!scalar || column === undefined) return () => undefined;
  return (cells) => {
    const cell = cells[column] ?? "";
    return cell === "" ? undefined : scalarOf(scalar, cell);
  };
}

/** What does not fit its type stays text, for the row's schema to say so. */
function scalarOf({ type }: Kind, cell: string): unknown {
  if (type === "boolean" && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === "true";
  const isNumber = type === "number" || type === "integer";
  if (isNumber && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell)) return Number(cell);
  return withoutGuard(cell);
}

function thingReader(shape: Shape, path: string, columns: ReadonlyMap<string, number>): Read {
  const inside = Object.entries(shape.properties ?? {}).map(
    ([name, property]) => [name, readerOf(property, join(path, name), columns)] as const,
  );
  const own = [...columns].filter(([name]) => name.startsWith(path === "" ? "" : `${path}.`));
  return (cells) => {
    if (own.every(([, column]) => (cells[column] ?? "") === "")) return undefined;
    const fields = inside.map(([name, read]) => [name, read(cells)] as const);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  };
}

function listReader(items: Shape, path: string, columns: ReadonlyMap<string, number>): Read {
  const numbers = [...columns.keys()].flatMap((name) => {
    const rest = name.startsWith(`${path}.`) ? name.slice(path.length + 1).split(".")[0] : undefined;
    return rest === undefined ? [] : [Number(rest)];
  });
  const readers = [...new Set(numbers)]
    .toSorted((a, b) => a - b)
    .map((number) => readerOf(items, join(path, String(number)), columns));
  const scalar = kindsOf(items).find(({ type }) => type && type !== "object");
  const column = columns.get(path);
  return (cells) => {
    const joined = scalar && column !== undefined ? splitList(cells[column] ?? "") : [];
    const numbered = readers.map((read) => read(cells)).filter((value) => value !== undefined);
    const all = [...joined.map((each) => scalarOf(scalar ?? {}, each)), ...numbered];
    return all.length > 0 ? all : undefined;
  };
}

/** The columns that rows of this shape need: as many of each list of things as the longest has. */
export function columnsOf(shape: Shape, rows: readonly unknown[]): Column[] {
  return columnsAt(shape, "", rows, (row: unknown) => row);
}

function columnsAt(
  shape: Shape,
  path: string,
  rows: readonly unknown[],
  get: (row: unknown) => unknown,
): Column[] {
  return kindsOf(shape)
    .flatMap((kind) => {
      if (kind.properties) {
        return Object.entries(kind.properties).flatMap(([name, property]) =>
          columnsAt(property, join(path, name), rows, (row) => fieldOf(get(row), name)),
        );
      }
      if (kind.items) return listColumns(kind.items, path, rows, get);
      if (kind.type === "null") return [];
      return [{ name: path, cell: (row: unknown) => cellOf(get(row)) }];
    })
    .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index);
}

function listColumns(items: Shape, path: string, rows: readonly unknown[], get: (row: unknown) => unknown) {
  if (!kindsOf(items).some(({ properties }) => properties))
    return [{ name: path, cell: (row: unknown) => joinList(listOf(get(row)).map(String)) }];
  const longest = rows.reduce<number>((most, row) => Math.max(most, listOf(get(row)).length), 0);
  return Array.from({ length: longest }, (_, index) =>
    columnsAt(items, join(path, String(index + 1)), rows, (row) => listOf(get(row))[index]),
  ).flat();
}

type Kind = Shape & { type?: string };

/** What a field may be, one kind at a time. */
function kindsOf({ anyOf, type, ...shape }: Shape): Kind[] {
  if (anyOf) return anyOf.flatMap(kindsOf);
  return Array.isArray(type) ? type.map((each) => ({ ...shape, type: each })) : [{ ...shape, type }];
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function cellOf(value: unknown): string | number {
  if (value === undefined || value === null || typeof value === "object") return "";
  return typeof value === "number" ? value : String(value);
}

function join(path: string, step: string): string {
  return path === "" ? step : `${path}.${step}`;
}

/** Semicolons within a word are written with a backslash, backslashes twice. */
function joinList(words: readonly string[]): string {
  return words.map((word) => word.replace(/[\\;]/g, "\\$&")).join("; ");
}

function splitList(cell: string): string[] {
  const words = cell.match(/(?:\\.|[^;\\])+/gsu) ?? [];
  return words.map((word) => word.trim().replace(/\\(.)/gsu, "$1")).filter((word) => word !== "");
}

/** What spreadsheets would run as a formula is written with an apostrophe in front (lib/web/csv.ts). */
const GUARDED = /^'+[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

function withoutGuard(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}

/** A cell that begins as a guarded one does gets one apostrophe more, so that reading takes off that one. */
export function withGuard(cell: string | number): string | number {
  return typeof cell === "string" && GUARDED.test(cell) ? `'${cell}` : cell;
}
