import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { Db } from "@/lib/db/prisma";
import { forgiveBounces } from "@/lib/mail/suppression";
import type { OfficeDesk } from "./check-target";
import { findTarget, type KnownTarget } from "./gate-queries";

type OfficeAsked = { campaign: string; target: string };
export type OfficeMoved =
  | { ok: true; changed: boolean }
  | { ok: false; reason: "unknown-target" | "no-gate" };
type CampaignMoved = { ok: true; changed: boolean } | { ok: false; reason: "unknown-campaign" };

/**
 * Nothing leaves for an office's address any more, of whatever campaign, until it is unfrozen; what waits goes on waiting.
 * `changed` is false where it was so already. Refuses an office without a checked address.
 */
export async function freezeOffice(desk: OfficeDesk, asked: OfficeAsked): Promise<OfficeMoved> {
  return await moveGate(desk, asked, "freeze-office", (tx, address) =>
    tx.officeGate.updateMany({
      where: { address, frozenAt: null },
      data: { frozenAt: desk.now, frozenBy: desk.actor },
    }),
  );
}

/** Letters leave for the office again, at its pace. Takes, returns and refuses as `freezeOffice`. */
export async function unfreezeOffice(desk: OfficeDesk, asked: OfficeAsked): Promise<OfficeMoved> {
  return await moveGate(desk, asked, "unfreeze-office", (tx, address) =>
    tx.officeGate.updateMany({
      where: { address, frozenAt: { not: null } },
      data: { frozenAt: null, frozenBy: null },
    }),
  );
}

/** What ending a pause needs besides: the list of addresses that get no mail is kept under a key. */
export type ResumeDesk = OfficeDesk & { pool: pg.Pool; keys: KeyRing };

/**
 * Ends the pause that a returned letter brought, once somebody has looked and says that the address takes mail: what
 * servers said of it is forgotten, and first, or the next letter would come to nothing again. Takes, returns and refuses as
 * `freezeOffice`.
 */
export async function resumeOffice(desk: ResumeDesk, asked: OfficeAsked): Promise<OfficeMoved> {
  const target = await findTarget(desk.db, asked.campaign, asked.target);
  if (target?.check?.email) await forgiveBounces(desk.pool, desk.keys, target.check.email, desk.now);
  return await moveGate(desk, asked, "resume-office", (tx, address) =>
    tx.officeGate.updateMany({
      where: { address, pausedAt: { not: null } },
      data: { pausedAt: null, pauseNote: null },
    }),
  );
}

type Change = (tx: Db, key: string) => Promise<{ count: number }>;

async function moveGate(
  desk: OfficeDesk,
  { campaign, target: key }: OfficeAsked,
  action: string,
  change: Change,
): Promise<OfficeMoved> {
  return await desk.db.$transaction(async (tx) => {
    const target = await findTarget(tx, campaign, key);
    if (!target) return { ok: false, reason: "unknown-target" };
    if (target.gate === null) return { ok: false, reason: "no-gate" };
    const { count } = await change(tx, target.gate.address);
    if (count > 0) await auditOffice(tx, desk, action, target);
    return { ok: true, changed: count > 0 };
  });
}

async function auditOffice(
  tx: Db,
  { actor, now }: OfficeDesk,
  action: string,
  { id, campaignId, key }: KnownTarget,
): Promise<void> {
  const subject = { subjectType: "target", subjectId: id, campaignId };
  await tx.auditEntry.create({ data: { at: now, actor, action, ...subject, detail: { target: key } } });
}

/** No letter of a campaign leaves any more, to whatever office. Takes its slug; `changed` is false where it was so already. */
export async function freezeCampaign(desk: OfficeDesk, slug: string): Promise<CampaignMoved> {
  return await moveCampaign(desk, slug, "freeze-letters", (tx) =>
    tx.campaign.updateMany({
      where: { slug, lettersFrozenAt: null },
      data: { lettersFrozenAt: desk.now, lettersFrozenBy: desk.actor },
    }),
  );
}

/** Letters of a campaign leave again. Takes and returns as `freezeCampaign`. */
export async function unfreezeCampaign(desk: OfficeDesk, slug: string): Promise<CampaignMoved> {
  return await moveCampaign(desk, slug, "unfreeze-letters", (tx) =>
    tx.campaign.updateMany({
      where: { slug, lettersFrozenAt: { not: null } },
      data: { lettersFrozenAt: null, lettersFrozenBy: null },
    }),
  );
}

async function moveCampaign(
  { db, actor, now }: OfficeDesk,
  slug: string,
  action: string,
  change: (tx: Db) => Promise<{ count: number }>,
): Promise<CampaignMoved> {
  return await db.$transaction(async (tx) => {
    const campaign = await tx.campaign.findUnique({ where: { slug }, select: { id: true } });
    if (!campaign) return { ok: false, reason: "unknown-campaign" };
    const { count } = await change(tx);
    const subject = { subjectType: "campaign", subjectId: campaign.id, campaignId: campaign.id };
    if (count > 0) await tx.auditEntry.create({ data: { at: now, actor, action, ...subject, detail: {} } });
    return { ok: true, changed: count > 0 };
  });
}
