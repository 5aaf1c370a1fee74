import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { countDoorUse } from "@/lib/web/door-limits";
import { networkHash, networkOf } from "@/lib/web/network";
import { composeText, isUnchanged, notesFor, signature } from "./compose-text";
import { questionMoment } from "./delay-question";
import { fitNotes } from "./fit-notes";
import { insertDraft, type NewDraft } from "./insert-draft";
import { isDisputed, isUnverified } from "./judge-paragraph";
import { NETWORK_LETTERS, NETWORK_WINDOW } from "./limits";
import { findOffice } from "./office-queries";
import { checkPrintable } from "./order-paper";
import { ownWords } from "./own-words";
import { claimsOfVersion, findLetterAction, findLetterVersion } from "./queries";
import type { CitableClaim, LetterAction, LetterVersion, Office } from "./types";
import type { Writing, WritingErrors } from "./writing-schema";

export type LetterContext = { pool: pg.Pool; keys: KeyRing; now: Date };
export type WriteContext = LetterContext & { db: PrismaClient };
/** `peer`: the address that asks, which is hashed and forgotten; null where it is not known. */
export type WriteInput = { writing: Writing; peer: string | null; appUrl: string };
type Refusal = "unknown" | "closed" | "unknown-office" | "unknown-version" | "not-by-platform" | "busy";
export type WriteResult =
  | { ok: true }
  | { ok: false; reason: Refusal }
  | { ok: false; reason: "invalid"; errors: WritingErrors }
  | { ok: false; reason: "too-many"; retryAfter: number }
  /** `characters`: of a letter to be carried, what no font of ours can draw, as people see it. */
  | { ok: false; reason: "undrawable"; characters: string[] };

type Written = {
  action: LetterAction;
  office: Office;
  version: LetterVersion | null;
  claims: Map<string, CitableClaim>;
};

/**
 * Takes in a letter: an unconfirmed draft and the mail that asks its mailbox, or nothing where the mailbox has as many
 * drafts as it may; the caller cannot tell which. While letters are defended (delay-question.ts), whoever shows no proof
 * of work is asked later. Sources are made anew from the keys of claims; own words are what the template did not give, the
 * subject included. Refuses an unknown campaign, office or text, a campaign without letters, an office that the platform
 * does not send to, a mark without a source, a source that the template does not cite, a disputable one that is not
 * confirmed, a network that wrote too often within the hour, and of letters to be carried those that could never be
 * printed. A filled trap is accepted and dropped.
 */
export async function writeLetter(context: WriteContext, input: WriteInput): Promise<WriteResult> {
  const { writing } = input;
  const found = await findParts(context, writing);
  if ("ok" in found) return found;
  const read = readLetter(found, input);
  if ("errors" in read) return { ok: false, reason: "invalid", errors: read.errors };
  if (writing.website) return { ok: true };
  const network = await networkHash(context.pool, context.keys, input.peer, context.now);
  const { pool, now } = context;
  const retryAfter = await countDoorUse(pool, network, "letters", NETWORK_LETTERS, NETWORK_WINDOW, now);
  if (retryAfter !== null) return { ok: false, reason: "too-many", retryAfter };
  if (writing.channel === "hand-over") {
    const { subject, language } = writing;
    const printable = await checkPrintable({ ...read, subject, language }, networkOf(input.peer));
    if (!printable.ok) return printable;
  }
  const { campaign } = found.action;
  const askAfter = await questionMoment(context, campaign.id, writing.altcha);
  await insertDraft(context, { ...read, writing, campaign, target: found.office.key, askAfter });
  return { ok: true };
}

async function findParts(
  { db, now }: WriteContext,
  { campaign, target, template, version: number = 0, language, locale, channel }: Writing,
): Promise<Written | { ok: false; reason: Refusal }> {
  const action = await findLetterAction(db, campaign, locale ?? language);
  if (!action) return { ok: false, reason: "unknown" };
  if (!action.isOpen) return { ok: false, reason: "closed" };
  const office = await findOffice(db, campaign, target, now);
  if (!office || office.kind === "none") return { ok: false, reason: "unknown-office" };
  if (channel === "mail" && !office.platform.may) return { ok: false, reason: "not-by-platform" };
  const version = template ? await findLetterVersion(db, campaign, { template, number, language }) : null;
  if (template && !version) return { ok: false, reason: "unknown-version" };
  return {
    action,
    office,
    version,
    claims: version ? await claimsOfVersion(db, campaign, version) : new Map(),
  };
}

/** What is stored of the letter, or field → code of what is wrong with it. */
function readLetter(
  { action, office, version, claims }: Written,
  { writing, appUrl }: WriteInput,
):
  | Pick<NewDraft, "text" | "notes" | "cited" | "own" | "unchanged" | "versionId">
  | { errors: WritingErrors } {
  if (writing.claims.some((key) => !claims.has(key))) return { errors: { claims: "invalid" } };
  const fitted = fitNotes(writing.text, writing.claims);
  if (!fitted) return { errors: { text: "unknown-note" } };
  const cited = fitted.claims.flatMap((key) => claims.get(key) ?? []);
  if (cited.some(isUnverified)) return { errors: { claims: "invalid" } };
  if (cited.some((claim) => version && isDisputed(claim, version) && !writing.confirmed.includes(claim.id)))
    return { errors: { confirmed: "required" } };
  const { text, claims: keys } = fitted;
  const { name, country, subject, language } = writing;
  if (!version)
    return { text, notes: [], cited: keys, own: `${subject}\n${text}`, unchanged: false, versionId: null };
  const parts = { version, office, claims, appUrl, campaign: action.campaign };
  const everything = {
    topics: version.body.topics.map(({ key }) => key),
    demands: version.body.demands.map(({ key }) => key),
    confirmedClaims: [...claims.keys()],
  };
  const given = composeText({ ...parts, writer: { name: "" }, choices: everything, ownWords: "" });
  const writer = { name, country };
  return {
    text,
    notes: notesFor(keys, parts),
    cited: keys,
    own: ownWords({ subject, text, signature: signature(writer, version) }, given, language),
    unchanged: isUnchanged({ ...parts, writer }, { subject, text }),
    versionId: version.id,
  };
}
