import { findCampaignId } from "@/lib/campaigns/queries";
import { KEY } from "@/lib/campaigns/schema";
import { PUBLIC_STATES } from "@/lib/campaigns/states";
import type { Page } from "@/lib/campaigns/types";
import type { Prisma } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { type Checked, readCheck } from "./checked-address";
import { type KnownTarget, NEWEST_CHECK, withGates } from "./gate-queries";
import type { Office, OfficeKind, OfficeSending } from "./types";

/** Bodies of all countries: offered wherever the writer lives. */
const WORLDWIDE = ["un-agency", "un-mandate"] as const satisfies readonly OfficeKind[];
/** In which order offices are offered. */
const ORDER: readonly OfficeKind[] = [
  "embassy",
  "none",
  "consulate-general",
  "mission",
  "foreign-ministry",
  "parliamentary-body",
  ...WORLDWIDE,
];

const PARTS = {
  campaign: { select: { slug: true, lettersFrozenAt: true } },
  ...NEWEST_CHECK,
} satisfies Prisma.TargetInclude;

type StoredOffice = Prisma.TargetGetPayload<{ include: typeof PARTS }>;
type KnownOffice = Omit<StoredOffice, "checks"> & Pick<KnownTarget, "check" | "gate">;

/**
 * The offices a writer from a country can turn to: the embassy there, consulates by city, the mission, the own foreign
 * ministry, parliament's bodies, then those of the UN, which all can turn to. `country` is ISO 3166-1 alpha-2 or "EU";
 * null gives the UN's alone. Empty for a campaign nobody may see. Takes any strings.
 */
export async function officesFor(
  db: Db,
  campaignSlug: string,
  country: string | null,
  now: Date,
): Promise<Office[]> {
  if (!KEY.test(campaignSlug)) return [];
  const where = { ...turnedToFrom(country), ...publicIn(campaignSlug) };
  const rows = await db.target.findMany({ where, include: PARTS });
  const shown = await showOffices(db, rows, now);
  return shown.sort(inOfferedOrder);
}

/** One office by its key, or null. */
export async function findOffice(
  db: Db,
  campaignSlug: string,
  key: string,
  now: Date,
): Promise<Office | null> {
  if (!KEY.test(campaignSlug) || !KEY.test(key)) return null;
  return await findWhere(db, { key, ...publicIn(campaignSlug) }, now);
}

/** … also of a campaign that nobody may see yet: for its own people. */
export async function findOfficeOfTeam(
  db: Db,
  campaignSlug: string,
  key: string,
  now: Date,
): Promise<Office | null> {
  return await findWhere(db, { key, campaign: { slug: campaignSlug } }, now);
}

async function findWhere(db: Db, where: Prisma.TargetWhereInput, now: Date): Promise<Office | null> {
  const row = await db.target.findFirst({ where, include: PARTS });
  if (!row) return null;
  const [shown] = await showOffices(db, [row], now);
  return shown ?? null;
}

type OfficesAsked = { campaign?: string; country?: string; after?: string; limit: number };

/**
 * One page of the offices of all campaigns everyone may see, or of one, by the campaign's name and the office's key; with a
 * country those that a writer from there can turn to. `after` and `next` are "campaign.office". Takes 1 to 1,000 as limit.
 * Null for a campaign nobody may see, "unknown-after" where `after` names no such office.
 */
export async function listOfficePage(
  db: Db,
  { campaign, country, after, limit }: OfficesAsked,
  now: Date,
): Promise<Page<Office> | null | "unknown-after"> {
  if (campaign !== undefined && !(await findCampaignId(db, campaign))) return null;
  const [slug = "", key = ""] = after?.split(".") ?? [];
  if (after !== undefined && !(await findOffice(db, slug, key, now))) return "unknown-after";
  const start =
    after === undefined
      ? {}
      : { OR: [{ campaign: { slug: { gt: slug } } }, { campaign: { slug }, key: { gt: key } }] };
  const rows = await db.target.findMany({
    where: { AND: [publicIn(campaign), country === undefined ? {} : turnedToFrom(country), start] },
    orderBy: [{ campaign: { slug: "asc" } }, { key: "asc" }],
    take: limit + 1,
    include: PARTS,
  });
  const items = await showOffices(db, rows.slice(0, limit), now);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.campaign}.${last.key}` : null };
}

/** Countries in which a campaign knows of an office or that there is none, by code. */
export async function countriesWithOffices(db: Db, campaignSlug: string): Promise<string[]> {
  if (!KEY.test(campaignSlug)) return [];
  const rows = await db.target.findMany({
    where: { ...publicIn(campaignSlug), country: { not: null } },
    distinct: ["country"],
    select: { country: true },
  });
  return rows.flatMap(({ country }) => country ?? []).sort();
}

function publicIn(slug: string | undefined) {
  return { campaign: { slug, state: { in: [...PUBLIC_STATES] } } };
}

function turnedToFrom(country: string | null) {
  const worldwide = { kind: { in: [...WORLDWIDE] } };
  return country === null ? worldwide : { OR: [{ country }, worldwide] };
}

async function showOffices(db: Db, rows: StoredOffice[], now: Date): Promise<Office[]> {
  const known = await withGates(db, rows);
  return known.map((row) => showOffice(row, now));
}

function showOffice(row: KnownOffice, now: Date): Office {
  const { id: _id, campaignId: _campaignId, campaign, check, gate, contactReady: _ready, ...rest } = row;
  const { platformSending: _sending, kind, confidence, ...known } = rest;
  const waits = [campaign.lettersFrozenAt, gate?.frozenAt, gate?.pausedAt].some(Boolean);
  return {
    ...known,
    campaign: campaign.slug,
    kind: kind as OfficeKind,
    confidence: confidence as Office["confidence"],
    email: check ? check.email : known.email,
    check: check && {
      at: check.checkedAt,
      email: check.email,
      sourceUrl: check.sourceUrl,
      note: check.note,
    },
    platform: showSending(readCheck(kind, check, now), waits),
  };
}

function showSending(checked: Checked, waits: boolean): OfficeSending {
  if (!checked.ok) return { may: false, why: checked.why };
  if (waits) return { may: false, why: "waits" };
  const { address, checkedAt, sourceUrl } = checked;
  return { may: true, address, checkedAt, sourceUrl };
}

function inOfferedOrder(a: Office, b: Office): number {
  const byKind = ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
  return byKind || (a.city ?? "").localeCompare(b.city ?? "", "en") || (a.key < b.key ? -1 : 1);
}
