import { findCampaignId } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { linkable } from "./link-addresses";
import { CITED, citedKeys } from "./show-parts";
import { showSources } from "./show-source";
import type { FactCheckView, Verdict } from "./types";

const PARTS = {
  claims: CITED,
  targets: { orderBy: { position: "asc" }, include: { target: { select: { key: true, name: true } } } },
} satisfies Prisma.FactCheckInclude;

type StoredCheck = Prisma.FactCheckGetPayload<{ include: typeof PARTS }>;

/** Every place where a document was held against others, by number (the first 1,000); null for an unknown campaign. */
export async function listFactChecks(db: Db, campaignSlug: string): Promise<FactCheckView[] | null> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId) return null;
  return await showChecks(db, campaignSlug, campaignId, {});
}

/** The fact checks that are about a claim. Takes any strings. */
export async function factChecksOfClaim(
  db: Db,
  campaignSlug: string,
  claim: string,
): Promise<FactCheckView[]> {
  const campaignId = await findCampaignId(db, campaignSlug);
  if (!campaignId || !KEY.test(claim)) return [];
  return await showChecks(db, campaignSlug, campaignId, {
    claims: { some: { claim: { campaignId, key: claim } } },
  });
}

async function showChecks(
  db: Db,
  campaignSlug: string,
  campaignId: string,
  which: Prisma.FactCheckWhereInput,
): Promise<FactCheckView[]> {
  const rows = await db.factCheck.findMany({
    where: { campaignId, ...which },
    orderBy: { number: "asc" },
    take: 1_000,
    include: PARTS,
  });
  const nameSource = await sourceNamer(db, campaignSlug, campaignId, [
    ...new Set(rows.flatMap(({ sources }) => sources)),
  ]);
  return rows.map((row) => showCheck(row, nameSource));
}

type NameSource = (given: string) => FactCheckView["sources"][number];

/** Sources are given by key or by address; an address that is a known source's is shown as that source. */
async function sourceNamer(
  db: Db,
  campaignSlug: string,
  campaignId: string,
  given: string[],
): Promise<NameSource> {
  const rows = await db.source.findMany({
    where: { campaignId, OR: [{ key: { in: given } }, { originalUrl: { in: given } }] },
  });
  const addresses = new Map(rows.map(({ key, originalUrl }) => [key, originalUrl]));
  const named = new Map(
    (await showSources(db, campaignSlug, rows)).flatMap(({ id, title, link }) =>
      [id, addresses.get(id)].map((name) => [name, { id, title, link }] as const),
    ),
  );
  const link = await linkable(db, campaignId, given);
  return (name) => named.get(name) ?? { id: null, title: null, link: link(name) };
}

function showCheck(row: StoredCheck, nameSource: NameSource): FactCheckView {
  return {
    number: row.number,
    verdict: row.verdict as Verdict,
    text: row.text,
    claims: citedKeys(row.claims),
    targets: row.targets.map(({ target }) => target),
    sources: row.sources.map(nameSource),
  };
}
