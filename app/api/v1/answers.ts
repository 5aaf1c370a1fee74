import type { Page } from "@/lib/campaigns/types";
import { settings } from "@/lib/config/runtime";
import { answerReading, prepareText, problem, reading } from "@/lib/web/answers";
import { BYTE_ORDER_MARK, type CsvValue, csv } from "@/lib/web/csv";
import type { DoorRequest, FullAnswer } from "@/lib/web/door";
import { refuseParameters } from "./parameters";

/** Seconds that caches keep what shows a count, and what changes only when organizers publish. */
export const COUNT_AGE = 3;
export const EVIDENCE_AGE = 60;

/** Figures change once a day or week; a reader who comes in that minute may wait as long. */
export const FIGURES_AGE = 300;

type Item = object & { url?: string; page?: string };

/** One thing, or 404 with `code` where there is none that everyone may see. */
export function answerOne(request: DoorRequest, found: unknown, code: string, maxAge: number): FullAnswer {
  return found ? reading(request, found, maxAge) : problem(404, { code, requestId: request.requestId });
}

/**
 * A table for spreadsheets, under a file name of its own; `maxAge` is how long caches keep it, in seconds. `words`: it
 * holds letters of any script.
 */
export function answerTable(
  request: DoorRequest,
  table: {
    name: string;
    header: readonly string[];
    rows: readonly (readonly CsvValue[])[];
    words?: boolean;
  },
  maxAge = FIGURES_AGE,
): FullAnswer {
  const type = "text/csv; charset=utf-8; header=present";
  const { body, headers } = prepareText(
    (table.words ? BYTE_ORDER_MARK : "") + csv(table.header, table.rows),
    type,
    maxAge,
  );
  const disposition = { "content-disposition": `attachment; filename="${table.name}.csv"` };
  return answerReading(request, { body, headers: { ...headers, ...disposition } });
}

/** A page of a list with the address of the next one, which asks for the same things. */
export function answerPage(
  request: DoorRequest,
  page: Page<Item> | null | "unknown-after",
  code: string,
  maxAge: number,
): FullAnswer {
  if (page === "unknown-after") return refuseParameters(request, ["after"]);
  if (!page) return problem(404, { code, requestId: request.requestId });
  return reading(
    request,
    { items: page.items.map(withAddress), next: nextAddress(request, page.next) },
    maxAge,
  );
}

/** The thing with its addresses in full: what leaves this house is read elsewhere. */
export function withAddress<T extends Item>(item: T): T {
  const full = (["url", "page"] as const).flatMap((name) => {
    const address = item[name];
    return address === undefined ? [] : [[name, new URL(address, settings().APP_URL).href]];
  });
  return { ...item, ...Object.fromEntries(full) };
}

function nextAddress(request: DoorRequest, after: string | null): string | null {
  if (after === null) return null;
  const next = new URL(request.path, settings().APP_URL);
  next.search = new URLSearchParams([...request.query()].filter(([name]) => name !== "after")).toString();
  next.searchParams.set("after", after);
  return next.href;
}
