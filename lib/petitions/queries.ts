import type pg from "pg";
import { countedUpTo, published } from "@/lib/campaigns/queries";
import { KEY, locale as localeSchema } from "@/lib/campaigns/schema";
import { PUBLIC_STATES as PUBLIC_CAMPAIGN_STATES } from "@/lib/campaigns/states";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { claimsByKeys } from "@/lib/evidence/queries";
import type { Locale } from "@/lib/i18n/locales";
import { pickText } from "@/lib/i18n/pick-text";
import { petitionVersionView } from "./schema";
import { PETITION_STATES, type PetitionState, PUBLIC_STATES } from "./states";
import {
  type CollectedElsewhere,
  citedClaims,
  type PetitionCounts,
  type PetitionVersionView,
  type PetitionView,
  paragraphsOf,
} from "./types";

const PARTS = {
  campaign: { include: { texts: { select: { locale: true, title: true } } } },
  versions: { orderBy: [{ number: "desc" }, { locale: "asc" }] },
  targets: { orderBy: { position: "asc" }, include: { target: true } },
  collected: true,
  counts: true,
} satisfies Prisma.PetitionInclude;

/** The key of the petition's hashes leaves the database for signing only. */
const NOT_READ = { hashKeyEnc: true } as const;

type StoredPetition = Prisma.PetitionGetPayload<{ include: typeof PARTS; omit: typeof NOT_READ }>;
type StoredVersion = StoredPetition["versions"][number];

/**
 * A petition that everyone may see, with its newest text in `locale` (else in the campaign's language), the claims
 * it cites, its targets and its counts. Null where there is none, or none with a text. Takes any string as slug.
 */
export async function findPetition(db: Db, slug: string, locale: Locale): Promise<PetitionView | null> {
  const row = await findRow(db, slug);
  const stored = row && pickVersion(row, row.versions[0]?.number, locale);
  if (!row || !stored) return null;
  const version = showVersion(stored);
  const cited = citedClaims(paragraphsOf(version.body));
  const [claims, asOf] = await Promise.all([claimsByKeys(db, row.campaign.slug, cited), countedUpTo(db)]);
  return {
    id: row.id,
    slug: row.slug,
    campaign: campaignOf(row, locale),
    state: stateOf(row),
    opensAt: row.opensAt,
    closedAt: row.closedAt,
    version,
    versions: row.versions
      .map(showVersion)
      .map(({ number, locale, digest, publishedAt }) => ({ number, locale, digest, publishedAt })),
    claims,
    targets: row.targets.map(({ target: { key, name, kind, city, hostCountry } }) => ({
      key,
      name,
      kind,
      city,
      hostCountry,
    })),
    counts: countsOf(row),
    asOf,
  };
}

/** One numbered text in `locale` (else in the campaign's language), as it was signed; null where there is none. */
export async function findPetitionVersion(
  db: Db,
  slug: string,
  number: number,
  locale: Locale,
): Promise<PetitionVersionView | null> {
  const row = await findRow(db, slug);
  const stored = row && pickVersion(row, number, locale);
  return stored ? showVersion(stored) : null;
}

/** What was collected on paper or by partners, each with its source, newest first; at most 1,000. */
export async function listCollected(db: Db, petitionId: string): Promise<CollectedElsewhere[]> {
  const rows = await db.collectedSignatures.findMany({
    where: { petitionId },
    orderBy: [{ collectedOn: "desc" }, { id: "asc" }],
    take: 1_000,
  });
  return rows.map(({ kind, amount, source, collectedOn }) => ({
    kind: kind === "paper" ? "paper" : "partner",
    amount,
    source,
    collectedOn,
  }));
}

/** Every text of a petition in full, newest first, then by language; none for a petition that nobody may see. */
export async function listPetitionVersions(db: Db, slug: string): Promise<PetitionVersionView[]> {
  const row = await findRow(db, slug);
  return row ? row.versions.map(showVersion) : [];
}

/** One indexed row, whatever the number of signatures: petition by slug, its totals, the last counting pass. */
const COUNT_SQL = `
  SELECT coalesce(c.confirmed - c.withdrawn - c.removed + c.restored, 0)::int AS confirmed, pass.as_of
  FROM petition p
  JOIN campaign k ON k.id = p.campaign_id AND k.state = ANY ($3)
  LEFT JOIN petition_count c ON c.petition_id = p.id
  LEFT JOIN counting_pass pass ON pass.id = 1
  WHERE p.slug = $1 AND p.state = ANY ($2)`;

/** The published count and what it is complete up to (null before the first pass); null for an unknown petition. */
export async function petitionCount(
  pool: pg.Pool,
  slug: string,
): Promise<{ confirmed: number; asOf: Date | null } | null> {
  if (!KEY.test(slug)) return null;
  const { rows } = await pool.query<{ confirmed: number; as_of: Date | null }>({
    name: "petition-count",
    text: COUNT_SQL,
    values: [slug, PUBLIC_STATES, PUBLIC_CAMPAIGN_STATES],
  });
  return rows[0] ? { confirmed: rows[0].confirmed, asOf: rows[0].as_of } : null;
}

async function findRow(db: Db, slug: string): Promise<StoredPetition | null> {
  if (!KEY.test(slug)) return null;
  const seen = {
    state: { in: [...PUBLIC_STATES] },
    campaign: { state: { in: [...PUBLIC_CAMPAIGN_STATES] } },
  };
  return await db.petition.findFirst({ where: { slug, ...seen }, include: PARTS, omit: NOT_READ });
}

function pickVersion(
  row: StoredPetition,
  number: number | undefined,
  locale: Locale,
): StoredVersion | undefined {
  const numbered = row.versions.filter((version) => version.number === number);
  return pickText(numbered, [locale, row.campaign.defaultLocale]);
}

function showVersion({
  number,
  locale,
  title,
  addressee,
  body,
  digest,
  publishedAt,
}: StoredVersion): PetitionVersionView {
  return petitionVersionView.parse({ number, locale, title, addressee, body, digest, publishedAt });
}

function campaignOf({ campaign }: StoredPetition, locale: Locale): PetitionView["campaign"] {
  const defaultLocale = localeSchema.parse(campaign.defaultLocale);
  const titles = new Map(campaign.texts.map((text) => [text.locale, text.title]));
  return {
    slug: campaign.slug,
    title: titles.get(locale) ?? titles.get(defaultLocale) ?? campaign.slug,
    defaultLocale,
  };
}

function stateOf(row: StoredPetition): PetitionState {
  const state = PETITION_STATES.find((known) => known === row.state);
  if (!state) throw new Error(`petition ${row.slug} is in an unknown state`);
  return state;
}

/** `confirmed` is the published count, the same figure under the same name as the live count gives. */
function countsOf({ counts, collected }: StoredPetition): PetitionCounts {
  const gathered = (kind: string) =>
    collected.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.amount, 0);
  const { withdrawn = 0, removed = 0, restored = 0 } = counts ?? {};
  // What comes back is a removal put right or a withdrawal undone within its hour: one kind in the count.
  const putBack = Math.min(removed, restored);
  return {
    confirmed: published(counts),
    withdrawn: withdrawn - (restored - putBack),
    removed: removed - putBack,
    paper: gathered("paper"),
    partner: gathered("partner"),
  };
}
