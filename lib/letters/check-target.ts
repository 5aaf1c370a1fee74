import { randomUUID } from "node:crypto";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { readAddress } from "@/lib/mail/address";
import { findTarget, type KnownTarget } from "./gate-queries";
import { isOfficialHost } from "./official-hosts";

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
  | { ok: true; gate: string | null; paused: boolean; frozen: boolean }
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
 * address the platform may send there for 90 days, at the pace its gate has or gets. Refuses what is no web address, no
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
  return await desk.db.$transaction(async (tx) => {
    const target = await findTarget(tx, given.campaign, given.target);
    if (!target) return { ok: false, reason: "unknown-target" };
    if (target.kind === "none") return { ok: false, reason: "no-office" };
    const doubt = given.anyway ? null : doubtOf(target, source, address?.deliverable ?? null);
    if (doubt) return { ok: false, reason: doubt };
    await writeCheck(tx, desk, target, {
      ...given,
      source: source.href,
      email: address?.deliverable ?? null,
    });
    if (address === null) return { ok: true, gate: null, paused: false, frozen: false };
    return { ok: true, ...(await keepGate(tx, address.canonical, target.timeZone, desk.now)) };
  });
}

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

type Written = { source: string; email: string | null; note: string | null; anyway: boolean };

async function writeCheck(
  tx: Db,
  { actor, now }: OfficeDesk,
  { id, campaignId, key }: KnownTarget,
  { source, email, note, anyway }: Written,
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

/** A gate that is there keeps its pace, and stays frozen or paused: a look at a page says nothing about why. */
async function keepGate(tx: Db, address: string, timeZone: string, now: Date) {
  await tx.officeGate.createMany({ data: [{ address, timeZone, nextAt: now }], skipDuplicates: true });
  const gate = await tx.officeGate.findUniqueOrThrow({ where: { address } });
  return { gate: address, paused: gate.pausedAt !== null, frozen: gate.frozenAt !== null };
}
