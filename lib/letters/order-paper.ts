import type { Db } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { aside } from "@/lib/web/aside";
import { notesFor } from "./compose-text";
import type { CheckedPaper, DrawnPaper, PaperCheck, PaperOrder } from "./draw-paper";
import { fitNotes } from "./fit-notes";
import { findOffice } from "./office-queries";
import type { PaperFields } from "./paper-schema";
import { ENVELOPES, type EnvelopeName } from "./paper-sizes";
import { claimsOfVersion, findLetterVersion } from "./queries";
import type { Office } from "./types";

const DRAWER = "lib/letters/draw-paper.ts";

export type OrderedPaper =
  | { ok: true; pdf: Uint8Array }
  | { ok: false; reason: "unknown-office" | "unknown-version" | "busy" }
  | { ok: false; reason: "invalid"; errors: Record<string, string> }
  /** `characters`: what no font of ours can draw, as people see it. */
  | { ok: false; reason: "undrawable"; characters: string[] };

/**
 * Draws a letter, or an envelope for it, as a PDF; nothing is stored. Takes fields that were read, the public origin
 * for the links of sources, which network asks (one has few turns), and now. Sources are made anew from the keys of
 * claims. Refuses an unknown office or text, a mark without a source, a source that the template does not cite, letters
 * that no font has, and work while too much waits.
 */
export async function orderPaper(
  { db, now }: { db: Db; now: Date },
  { fields, appUrl, network }: { fields: PaperFields; appUrl: string; network: string },
): Promise<OrderedPaper> {
  const office = await findOffice(db, fields.campaign, fields.target, now);
  if (!office || office.kind === "none") return { ok: false, reason: "unknown-office" };
  const written = await writtenOf(db, fields, appUrl);
  if ("ok" in written) return written;
  const drawn = await aside<DrawnPaper>(DRAWER, orderOf(fields, office, written, now), { of: network });
  return drawn.ok ? drawn.value : drawn;
}

/**
 * Whether a letter that is to be carried can be printed: what `makePacket` would leave behind is refused with the
 * characters that no font of ours has. Takes its words with its sources, its language, and which network asks; refuses
 * work while too much waits. Asked in the thread that draws, which alone has the fonts open.
 */
export async function checkPrintable(
  { subject, text, notes, language }: { subject: string; text: string; notes: string[]; language: Locale },
  network: string,
): Promise<CheckedPaper | { ok: false; reason: "busy" }> {
  const check: PaperCheck = { kind: "check", words: [subject, text, ...notes], language };
  const checked = await aside<CheckedPaper>(DRAWER, check, { of: network });
  return checked.ok ? checked.value : checked;
}

type Written = { text: string; notes: string[] };

async function writtenOf(
  db: Db,
  { campaign, template, version: number = 0, language, text, claims }: PaperFields,
  appUrl: string,
): Promise<Written | (OrderedPaper & { ok: false })> {
  const fitted = fitNotes(text, claims);
  if (!fitted) return { ok: false, reason: "invalid", errors: { text: "unknown-note" } };
  if (!template) return { text: fitted.text, notes: [] };
  const version = await findLetterVersion(db, campaign, { template, number, language });
  if (!version) return { ok: false, reason: "unknown-version" };
  const known = await claimsOfVersion(db, campaign, version);
  if (fitted.claims.some((key) => !known.has(key)))
    return { ok: false, reason: "invalid", errors: { claims: "invalid" } };
  const notes = notesFor(fitted.claims, { claims: known, campaign: { slug: campaign }, appUrl, version });
  return { text: fitted.text, notes };
}

/** Plain data alone goes to the thread that draws: what of the office stands on paper, and no more. */
function orderOf(fields: PaperFields, office: Office, { text, notes }: Written, now: Date): PaperOrder {
  const { name, address, city, country, hostCountry } = office;
  const { paper, subject, sender, language, locale = language } = fields;
  const to = { name, address, city, country, hostCountry };
  const date = new Date(`${fields.date ?? now.toISOString().slice(0, 10)}T00:00:00Z`);
  if (isEnvelope(paper))
    return { kind: "envelope", title: name ?? subject, paper, sender, office: to, language, date };
  const lines = { name: fields.name ?? null, lines: sender };
  return { kind: "letter", subject, text, notes, sender: lines, office: to, paper, locale, language, date };
}

function isEnvelope(paper: PaperFields["paper"]): paper is EnvelopeName {
  return ENVELOPES.some((envelope) => envelope === paper);
}
