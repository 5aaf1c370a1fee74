import type { OfficeGate, Prisma, Target, TargetCheck } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { gateOf } from "./checked-address";

/** The newest check of a target, if any: what it says counts. */
export const NEWEST_CHECK = {
  checks: { orderBy: [{ checkedAt: "desc" }, { id: "desc" }], take: 1 },
} satisfies Prisma.TargetInclude;

/** A target as those who look after its letters need it: with its newest check, and the gate of the address found there. */
export type KnownTarget = Target & { check: TargetCheck | null; gate: OfficeGate | null };

/** A target of any campaign, drafts too. Null where there is none. */
export async function findTarget(db: Db, campaign: string, key: string): Promise<KnownTarget | null> {
  const [found] = await readTargets(db, { key, campaign: { slug: campaign } });
  return found ?? null;
}

/** The targets of a campaign, drafts too, by country and key; of one country (ISO 3166-1 alpha-2, or "EU") where it is given. */
export async function listTargets(db: Db, campaign: string, country?: string): Promise<KnownTarget[]> {
  return await readTargets(db, { country, campaign: { slug: campaign } });
}

type Wanted = { key?: string; country?: string; campaign: { slug: string } };

async function readTargets(db: Db, where: Wanted): Promise<KnownTarget[]> {
  const rows = await db.target.findMany({
    where,
    orderBy: [{ country: "asc" }, { key: "asc" }],
    include: NEWEST_CHECK,
  });
  return await withGates(db, rows);
}

/** Targets that were read with their checks, each with the newest alone, and the gate of the address found there. */
export async function withGates<T extends { checks: TargetCheck[] }>(
  db: Db,
  rows: T[],
): Promise<(Omit<T, "checks"> & Pick<KnownTarget, "check" | "gate">)[]> {
  const addresses = rows.flatMap(({ checks: [check] }) => gateOf(check?.email ?? null) ?? []);
  const gates = await db.officeGate.findMany({ where: { address: { in: addresses } } });
  const known = new Map(gates.map((gate) => [gate.address, gate]));
  return rows.map(({ checks: [check = null], ...target }) => ({
    ...target,
    check,
    gate: known.get(gateOf(check?.email ?? null) ?? "") ?? null,
  }));
}
