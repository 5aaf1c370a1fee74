import type { z } from "zod";
import {
  claimRow,
  comparisonRow,
  demandRow,
  factCheckRow,
  officialActionRow,
  reportedPlanRow,
  sourceRow,
  timelineRow,
} from "./import-schema";

/** A row as files bring it, which its kind's schema has let through. */
export type Row = Readonly<Record<string, unknown>>;

/** What a row names in one of its fields: a key, or a key with one thing about the link. */
export type LinkItem = string | ({ claim: string } & Row);

/** A table of links from rows of a kind to claims or targets. */
export type LinkTable = {
  /** The row's field that holds them. */
  field: string;
  table: string;
  /** Columns of the row that names and of the one that is named. */
  owner: string;
  other: string;
  to: "claim" | "target";
  /** Whether the order in the file means something; links between claims have none. */
  ordered: boolean;
  /** What else is said of the link: the item's field and its column. */
  extra?: { field: string; column: string };
};

/** Rows that a folder brings in a file of this name: how they look and in which tables they stand. */
export type RowKind = {
  file: string;
  table: string;
  /** The field that is a row's permanent name, and its column. */
  key: { field: "id" | "number"; column: "key" | "number" };
  schema: z.ZodObject;
  links: readonly LinkTable[];
};

const ID = { field: "id", column: "key" } as const;

function claimsIn(table: string, owner: string, extra?: LinkTable["extra"]): LinkTable {
  return { field: "claims", table, owner, other: "claim_id", to: "claim", ordered: true, extra };
}

export const SOURCES: RowKind = { file: "sources", table: "source", key: ID, schema: sourceRow, links: [] };

export const CLAIMS: RowKind = {
  file: "claims",
  table: "claim",
  key: ID,
  schema: claimRow,
  links: [
    {
      ...{ field: "conflicts", table: "claim_conflict", owner: "claim_id", other: "other_id" },
      ...{ to: "claim", ordered: false, extra: { field: "note", column: "note" } },
    },
    {
      ...{ field: "related", table: "claim_relation", owner: "claim_id", other: "other_id" },
      ...{ to: "claim", ordered: false },
    },
  ],
};

const FACT_CHECKS: RowKind = {
  file: "fact-checks",
  table: "fact_check",
  key: { field: "number", column: "number" },
  schema: factCheckRow,
  links: [
    claimsIn("fact_check_claim", "fact_check_id"),
    {
      ...{ field: "targets", table: "fact_check_target", owner: "fact_check_id", other: "target_id" },
      ...{ to: "target", ordered: true },
    },
  ],
};

const TIMELINE: RowKind = {
  ...{ file: "timeline", table: "timeline_event", key: ID, schema: timelineRow },
  links: [claimsIn("timeline_event_claim", "event_id")],
};

const DEMANDS: RowKind = {
  ...{ file: "demands", table: "demand", key: ID, schema: demandRow },
  links: [claimsIn("demand_claim", "demand_id")],
};

const REPORTED_PLANS: RowKind = {
  ...{ file: "reported-plans", table: "reported_plan", key: ID, schema: reportedPlanRow },
  links: [claimsIn("reported_plan_claim", "plan_id")],
};

const OFFICIAL_ACTIONS: RowKind = {
  ...{ file: "official-actions", table: "official_action", key: ID, schema: officialActionRow },
  links: [claimsIn("official_action_claim", "action_id")],
};

const COMPARISONS: RowKind = {
  ...{ file: "comparisons", table: "comparison", key: ID, schema: comparisonRow },
  links: [claimsIn("comparison_claim", "comparison_id", { field: "value", column: "value_number" })],
};

/** All kinds, in the order in which they are written: what is named stands before what names it. */
export const ROW_KINDS: readonly RowKind[] = [
  SOURCES,
  CLAIMS,
  FACT_CHECKS,
  TIMELINE,
  DEMANDS,
  REPORTED_PLANS,
  OFFICIAL_ACTIONS,
  COMPARISONS,
];

/** A row's permanent name within its campaign and kind. */
export function keyOf({ key }: RowKind, row: Row): string {
  return String(row[key.field]);
}

/** What a row names in a field of links. */
export function linksOf(row: Row, { field }: LinkTable): { key: string; item: LinkItem }[] {
  const items = row[field] as readonly LinkItem[];
  return items.map((item) => ({ key: typeof item === "string" ? item : item.claim, item }));
}
