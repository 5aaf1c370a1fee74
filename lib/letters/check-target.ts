import { randomUUID } from "node:crypto";
import type { OfficeGate, PrismaClient } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { readAddress } from "@/lib/mail/address";
import { gateOf } from "./checked-address";
import { findTarget, type KnownTarget } from "./gate-queries";
import { isOfficialHost } from "./official-hosts";
import { usualHours } from "./working-hours";

/** Who looks after offices, through which database, when. `actor` as in audit_entry. */
export type OfficeDesk = { db: PrismaClient; actor: string; now: Date };

export type TargetChecking = {
  campaign: string;
  target: string;
  /** As it stands there; null: none is given there. */
  email: string | null;
  sourceUrl: string;
  note: string | null;
  /** The source, or the address, need not look like an office's or a government's. */
  anyway: boolean;
};

export type CheckedTarget =
  /** `letters`: that waited for the office and go to the address now. `assumedHours`: nobody has said when it works. */
  | {
      ok: true;
      gate: string | null;
      paused: boolean;
      frozen: boolean;
      letters: number;
      assumedHours: string | null;
    }
  | {
      ok: false;
      reason:
        | "unknown-target"
        | "no-office"
        | "bad-source"
        | "unofficial-source"
        | "bad-address"
        | "unofficial-address"
        | "long-note";
    };

const LONGEST_SOURCE = 2_000;
const LONGEST_NOTE = 1_000;

/**
 * Writes down that somebody looked for an office's mail address at an official source, and what stood there. With an
 * address the platform may send there for 90 days, at the pace its gate has or gets; letters that wait for the office go there,
 * wherever they waited. Refuses what is no web address, no
 * mail address, or neither an office's own nor a government's unless `anyway`: the platform mails offices, never persons.
 * The caller has asked whether the actor may edit the campaign.
 */
export async function checkTarget(desk: OfficeDesk, given: TargetChecking): Promise<CheckedTarget> {
  const source = readSource(given.sourceUrl);
  if (!source) return { ok: false, reason: "bad-source" };
  if ((given.note?.length ?? 0) > LONGEST_NOTE) return { ok: false, reason: "long-note" };
  const read = given.email === null ? null : readAddress(given.email);
  if (read && !read.ok) return { ok: false, reason: "bad-address" };
  const address = read?.address ?? null;
  return await desk.db.$transaction<CheckedTarget>(async (tx) => {
    const target = await findTarget(tx, given.campaign, given.target);
    if (!target) return { ok: false, reason: "unknown-target" };
    if (target.kind === "none") return { ok: false, reason: "no-office" };
    const doubt = given.anyway ? null : doubtOf(target, source, address?.deliverable ?? null);
    if (doubt) return { ok: false, reason: doubt };
    const former = await formerGate(tx, target);
    const kept = address && (await keepGate(tx, address.canonical, { target, former, now: desk.now }));
    await lockTarget(tx, target);
    await writeCheck(tx, desk, target, {
      ...given,
      source: source.href,
      email: address?.deliverable ?? null,
    });
    if (!kept) return { ok: true, gate: null, paused: false, frozen: false, letters: 0, assumedHours: null };
    const { address: gate, pausedAt, frozenAt, assumedHours } = kept;
    const letters = await takeAlong(tx, target, gate);
    return { ok: true, gate, paused: pausedAt !== null, frozen: frozenAt !== null, letters, assumedHours };
  });
}

type KeptGate = OfficeGate & { assumedHours: string | null };

function readSource(text: string): URL | null {
  if (text.length > LONGEST_SOURCE || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.username === "" && url.password === "" ? url : null;
}

function doubtOf({ website }: KnownTarget, source: URL, email: string | null) {
  if (!isOfficialHost(source.hostname, website)) return "unofficial-source" as const;
  const host = email?.slice(email.lastIndexOf("@") + 1);
  return host === undefined || isOfficialHost(host, website) ? null : ("unofficial-address" as const);
}

/**
 * After the gates, as all do, and before the check: what is queued by the one before (queue-letter.ts) is waited for, and
 * what is queued later sees this one.
 */
async function lockTarget(tx: Db, { id }: KnownTarget): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM target WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}

type Seen = { source: string; email: string | null; note: string | null; anyway: boolean };

async function writeCheck(
  tx: Db,
  { actor, now }: OfficeDesk,
  { id, campaignId, key }: KnownTarget,
  { source, email, note, anyway }: Seen,
): Promise<void> {
  await tx.targetCheck.create({
    data: {
      id: randomUUID(),
      targetId: id,
      checkedAt: now,
      checkedBy: actor,
      sourceUrl: source,
      email,
      note,
    },
  });
  const subject = { subjectType: "target", subjectId: id, campaignId };
  const detail = { target: key, found: email !== null, anyway };
  await tx.auditEntry.create({ data: { at: now, actor, action: "check-target", ...subject, detail } });
}

/** The gate of the address that was found last, before this look. */
async function formerGate(tx: Db, { id: targetId }: KnownTarget): Promise<OfficeGate | null> {
  const found = { targetId, email: { not: null } };
  const check = await tx.targetCheck.findFirst({
    where: found,
    orderBy: [{ checkedAt: "desc" }, { id: "desc" }],
  });
  const address = gateOf(check?.email ?? null);
  return address === null ? null : await tx.officeGate.findUnique({ where: { address } });
}

type Keeping = { target: KnownTarget; former: OfficeGate | null; now: Date };

/**
 * A gate that is there keeps its pace, and stays paused: a look at a page says nothing about why. A new one begins as the
 * office's former one: its pace and hours are the office's, and who froze an office did not mean one address of it. That
 * the former is paused is of its address.
 */
async function keepGate(tx: Db, address: string, { target, former, now }: Keeping): Promise<KeptGate> {
  const { timeZone, country } = target;
  const { perHour, hours } = former ?? { perHour: undefined, hours: usualHours(country) };
  const made = { address, perHour, hours, timeZone, nextAt: now };
  const { count } = await tx.officeGate.createMany({ data: [made], skipDuplicates: true });
  if (former?.frozenAt)
    await tx.officeGate.updateMany({
      where: { address, frozenAt: null },
      data: { frozenAt: former.frozenAt, frozenBy: former.frozenBy },
    });
  const gate = await tx.officeGate.findUniqueOrThrow({ where: { address } });
  return { ...gate, assumedHours: count > 0 && !former ? hours : null };
}

/** Lets letters that wait for an office, at whatever gate, wait at this one. Returns how many it moved. */
async function takeAlong(tx: Db, { id: targetId }: KnownTarget, office: string): Promise<number> {
  const waiting = { targetId, state: "queued", office: { not: office } };
  const { count } = await tx.letter.updateMany({ where: waiting, data: { office } });
  return count;
}
