import { HOUR } from "@/lib/time/durations";
import type { OfficeDesk } from "./check-target";
import { findTarget } from "./gate-queries";
import { nextWorkingMoment, parseHours } from "./working-hours";

/** What the database takes: one letter in ten hours to ten a second. */
const SLOWEST = 0.1;
const FASTEST = 36_000;

export type OfficePacing = { campaign: string; target: string; perHour: number; hours: string };
export type PacedOffice =
  | { ok: true; nextAt: Date }
  | { ok: false; reason: "unknown-target" | "no-gate" | "bad-pace" | "bad-hours" };

/**
 * Sets how many letters an hour leave for an office and in which hours of its clock ("mon-fri 09:00-17:00"), from now on.
 * It binds every campaign that writes there. Returns when the next may leave; refuses an office without a checked address.
 */
export async function paceOffice(
  { db, actor, now }: OfficeDesk,
  { campaign, target: key, perHour, hours: text }: OfficePacing,
): Promise<PacedOffice> {
  const hours = parseHours(text);
  if (!hours) return { ok: false, reason: "bad-hours" };
  if (!(perHour >= SLOWEST && perHour <= FASTEST)) return { ok: false, reason: "bad-pace" };
  return await db.$transaction(async (tx) => {
    const target = await findTarget(tx, campaign, key);
    if (!target) return { ok: false, reason: "unknown-target" };
    const { gate } = target;
    if (!gate) return { ok: false, reason: "no-gate" };
    // What was put off by a slower pace waits no longer than the new one asks.
    const soonest = new Date(Math.min(gate.nextAt.getTime(), now.getTime() + HOUR / perHour));
    const nextAt = nextWorkingMoment(soonest < now ? now : soonest, hours, gate.timeZone);
    await tx.officeGate.update({
      where: { address: gate.address },
      data: { perHour, hours: text, nextAt },
    });
    const subject = { subjectType: "target", subjectId: target.id, campaignId: target.campaignId };
    const detail = { target: key, perHour, hours: text };
    await tx.auditEntry.create({ data: { at: now, actor, action: "pace-office", ...subject, detail } });
    return { ok: true, nextAt };
  });
}
