import { parseArgs } from "node:util";
import { OperatorError } from "@/lib/config/operator-error";
import type { Passage } from "@/lib/evidence/types";

export type Asked =
  | { verb: "store" | "fetch"; campaign: string; source: string; file: string }
  | { verb: "list"; campaign: string }
  | { verb: "place"; campaign: string; claim: string; passage: Passage }
  | { verb: "show"; campaign: string; claim: string }
  | { verb: "remove"; campaign: string; source: string };

const USAGE = `Usage: npm run documents -- store CAMPAIGN SOURCE FILE      keep a PDF or text for the team
       npm run documents -- list CAMPAIGN
       npm run documents -- place CAMPAIGN CLAIM [--page N] [--lines A-B]   where in it a claim rests
       npm run documents -- show CAMPAIGN CLAIM             the claim beside its passage
       npm run documents -- fetch CAMPAIGN SOURCE FILE      the document as it was stored
       npm run documents -- remove CAMPAIGN SOURCE`;

/** Reads the command line; refuses anything it does not know, with how it is used. */
export function readArguments(args: string[]): Asked {
  const { values, positionals } = parse(args);
  const [verb, campaign = "", name = "", file = ""] = positionals;
  const isPlaced = values.page !== undefined || values.lines !== undefined;
  const count = positionals.length;
  if (isPlaced !== (verb === "place")) throw new OperatorError(USAGE);
  if ((verb === "store" || verb === "fetch") && count === 4) return { verb, campaign, source: name, file };
  if (verb === "list" && count === 2) return { verb, campaign };
  if (verb === "show" && count === 3) return { verb, campaign, claim: name };
  if (verb === "remove" && count === 3) return { verb, campaign, source: name };
  if (verb === "place" && count === 3)
    return { verb, campaign, claim: name, passage: readPassage(values.page ?? "1", values.lines) };
  throw new OperatorError(USAGE);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { page: { type: "string" }, lines: { type: "string" } },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new OperatorError(USAGE, { cause });
  }
}

function readPassage(page: string, lines: string | undefined): Passage {
  const [, first, last] = /^([1-9]\d{0,6})(?:-([1-9]\d{0,6}))?$/.exec(lines ?? "") ?? [];
  if (!/^[1-9]\d{0,6}$/.test(page) || (lines !== undefined && first === undefined))
    throw new OperatorError("Pages and lines are numbers from 1: --page 12 --lines 3-5");
  if (first === undefined) return { page: Number(page), firstLine: null, lastLine: null };
  return { page: Number(page), firstLine: Number(first), lastLine: Number(last ?? first) };
}
