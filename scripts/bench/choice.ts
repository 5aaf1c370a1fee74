import { parseArgs } from "node:util";
import { OperatorError } from "@/lib/config/operator-error";

const FULL = 10_000_000;
const DEFAULT = 1_000_000;

/** What the operator wants measured. */
export type Choice = {
  rows: string[];
  /** Where to write the figures as JSON. */
  json?: string;
  /** Signatures in the large table of the counting row. */
  signatures: number;
};

/**
 * Reads the command line: `--only NAME` (may be repeated), `--json FILE`, `--full` (10 million signatures in the
 * counting row instead of 1 million) or `--rows N`. Takes the names there are. Refuses anything else.
 */
export function readChoice(args: string[], known: string[]): Choice {
  const { values } = parse(args);
  const unknown = values.only?.find((name) => !known.includes(name));
  if (unknown)
    throw new OperatorError(`There is no figure named ${unknown}; there are: ${known.join(", ")}.`);
  const signatures = values.rows ? Number(values.rows) : values.full ? FULL : DEFAULT;
  if (!Number.isInteger(signatures) || signatures < 10_000)
    throw new OperatorError("--rows must be a whole number, 10000 or more.");
  return { rows: known.filter((name) => values.only?.includes(name) ?? true), json: values.json, signatures };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: "string", multiple: true },
        json: { type: "string" },
        full: { type: "boolean" },
        rows: { type: "string" },
      },
    });
  } catch (cause) {
    throw new OperatorError(`${(cause as Error).message} (see docs/benchmarks.md)`, { cause });
  }
}
