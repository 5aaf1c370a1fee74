import { findCampaignId } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { numberRow } from "./composition-schema";
import { dateOf, LAST_CORRECTION, lastCorrection, NAMED_SOURCE } from "./show-parts";
import type { Listed, NumberRow, NumberSort } from "./types";

export type NumberFilter = {
  sort: NumberSort;
  descending?: boolean;
  topic?: string;
  /** `claim.number` of the last figure already seen. */
  after?: string;
  limit: number;
};

type Key = Exclude<NumberSort, "claim">;

/** The column that each sorting begins with; the claim's place and the figure's number break ties, and an index has them. */
const COLUMNS: Record<Key, "value" | "unit" | "dateFrom" | "speaker" | "verdict"> = {
  value: "value",
  unit: "unit",
  date: "dateFrom",
  speaker: "speaker",
  verdict: "verdict",
};

type Direction = "asc" | "desc";

const PARTS = {
  claim: {
    include: {
      source: NAMED_SOURCE,
      revisions: LAST_CORRECTION,
      conflicts: { take: 1, select: { otherId: true } },
    },
  },
} satisfies Prisma.ClaimValueInclude;
type StoredValue = Prisma.ClaimValueGetPayload<{ include: typeof PARTS }>;

/**
 * One page of a campaign's figures, each with unit, date, speaker and verdict. Takes what to sort by, in which
 * direction, a topic, the figure to go on after and 1 to 1,000 as limit. Returns null for an unknown campaign,
 * "unknown-after" where `after` names no figure of it.
 */
export async function listNumbers(
  db: Db,
  campaignSlug: string,
  { sort, descending = false, topic, after, limit }: NumberFilter,
): Promise<Listed<NumberRow>> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  const direction = descending ? "desc" : "asc";
  const start = await startAfterFigure(db, campaignId, sort, direction, after);
  if (start === "unknown-after") return start;
  const rows = await db.claimValue.findMany({
    where: { campaignId, topic, AND: [start] },
    orderBy: orderOf(sort, direction),
    take: limit + 1,
    include: PARTS,
  });
  const items = rows.slice(0, limit).map(showNumber);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function orderOf(sort: NumberSort, direction: Direction): Prisma.ClaimValueOrderByWithRelationInput[] {
  const ties = [{ position: direction }, { number: direction }];
  return sort === "claim" ? ties : [{ [COLUMNS[sort]]: direction }, ...ties];
}

async function startAfterFigure(
  db: Db,
  campaignId: string,
  sort: NumberSort,
  direction: Direction,
  after: string | undefined,
): Promise<Prisma.ClaimValueWhereInput | "unknown-after"> {
  if (after === undefined) return {};
  const [key = "", number = ""] = after.split(".");
  const isName = KEY.test(key) && /^[1-9]\d{0,4}$/.test(number);
  const last = isName
    ? await db.claimValue.findFirst({ where: { number: Number(number), claim: { campaignId, key } } })
    : null;
  if (!last) return "unknown-after";
  const beyond = direction === "asc" ? "gt" : "lt";
  const { position, number: place } = last;
  const ties = [{ position: { [beyond]: position } }, { position, number: { [beyond]: place } }];
  if (sort === "claim") return { OR: ties };
  const column = COLUMNS[sort];
  const reached = direction === "asc" ? "gte" : "lte";
  // Said twice, so that the index on the column is entered at the right place.
  return {
    [column]: { [reached]: last[column] },
    OR: [
      { [column]: { [beyond]: last[column] } },
      ...ties.map((tie) => ({ [column]: last[column], ...tie })),
    ],
  };
}

function showNumber({ claim, number, value, max, qualifier, unit, speaker }: StoredValue): NumberRow {
  return numberRow.parse({
    ...{ id: `${claim.key}.${number}`, claim: claim.key, number, value, unit, speaker },
    ...(max === null ? {} : { max }),
    ...(qualifier === null ? {} : { qualifier }),
    ...{ statement: claim.statement, topic: claim.topic, date: dateOf(claim), verdict: claim.verdictLabel },
    ...{ correct: claim.verdictCorrect, disputed: claim.conflicts.length > 0 },
    correctedAt: lastCorrection(claim.revisions),
    source: { id: claim.source.key, title: claim.source.title },
  });
}
