import { writeFileSync } from "node:fs";
import type pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { moderateReply } from "@/lib/letters/moderate-reply";
import { REPLY_KEPT } from "@/lib/letters/reply-limits";
import { quarantinedFile, type TeamReply, teamReplies, teamReply } from "@/lib/letters/team-reply-queries";
import { say } from "../terminal";

type Read = { db: PrismaClient; keys: KeyRing };

/** `letters -- replies CAMPAIGN`: what came in and what writers tell, newest first, without its words. */
export async function listReplies({ db, keys }: Read, campaign: string): Promise<void> {
  const replies = await teamReplies(db, keys, campaign);
  if (!replies) throw new OperatorError(`There is no campaign ${campaign}.`);
  for (const reply of replies) say(headOf(reply));
  const waiting = replies.filter(({ moderation }) => moderation === "offered").length;
  say(
    replies.length === 0
      ? "Nothing came yet."
      : `${replies.length} shown; offered by their writers and not decided: ${waiting}`,
  );
}

/** `letters -- reply ID`: all of it. Only here is it read before it is shown. */
export async function showReply({ db, keys }: Read, id: string): Promise<void> {
  const reply = await requireReply({ db, keys }, id);
  say(headOf(reply));
  if (reply.note) say(`  ${reply.note}`);
  const gone = new Date(reply.receivedAt.getTime() + REPLY_KEPT).toISOString().slice(0, 10);
  if (!reply.said) say("  Its words are not here (any more).");
  else {
    say(`  Forgotten from ${gone} on.`);
    if (reply.said.from) say(`  From, as it says: ${oneLine(reply.said.from)}`);
    if (reply.said.subject)
      say(`  ${reply.via === "relay" ? "Subject" : "Gist"}: ${oneLine(reply.said.subject)}`);
    say(quoted(reply.said.text));
  }
  for (const { id: file, name, contentType, size, isKept, note } of reply.attachments)
    say(
      `  File ${file}: ${oneLine(name)} (${oneLine(contentType)}, ${size} bytes)${isKept ? "" : `, not kept: ${note ?? "no reason noted"}`}`,
    );
  if (reply.shownText) say(`  Shown as:\n${quoted(reply.shownText)}`);
}

const WHY_NOT = {
  unknown: "there is no such reply",
  "not-offered": "its writer has not offered it to be shown",
  "no-answer": "it is no answer of an office",
  empty: "--text is needed: what is shown, in your own words",
  "too-long": "--text is longer than 1000 characters",
  "hidden-characters": "--text holds characters that nobody sees",
  "names-an-address": "--text names a mail address",
};

/** `letters -- moderate ID show --text … | hide`. */
export async function moderate(
  pool: pg.Pool,
  { id, to, text = "" }: { id: string; to: "show" | "hide"; text?: string },
): Promise<void> {
  const by = { id, actor: "command:letters", now: new Date() };
  const input = to === "show" ? { ...by, to: "shown" as const, text } : { ...by, to: "hidden" as const };
  const done = await moderateReply(pool, input);
  if (!done.ok) throw new OperatorError(`${id}: ${WHY_NOT[done.reason]}.`);
  say(`${id}: ${done.changed ? input.to : `was ${input.to} already`}`);
}

/** `letters -- attachment ID --to FILE`: writes a quarantined file, for its owner's eyes; it never writes over another. */
export async function saveAttachment({ db, keys }: Read, id: string, to: string): Promise<void> {
  const file = await quarantinedFile(db, keys, id);
  if (!file) throw new OperatorError(`There is no file ${id}.`);
  if (!file.content) throw new OperatorError(`${id} was not kept; its mail is still with the provider.`);
  try {
    writeFileSync(to, file.content, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new OperatorError(`${to} is there already; name another file.`);
  }
  say(`Wrote ${file.content.length} bytes. A stranger sent them: open them on a machine that holds nothing.`);
}

async function requireReply({ db, keys }: Read, id: string): Promise<TeamReply> {
  const reply = await teamReply(db, keys, id);
  if (!reply) throw new OperatorError(`There is no reply ${id}.`);
  return reply;
}

function headOf({ id, receivedAt, target, via, kind, answer, moderation }: TeamReply): string {
  const what = via === "told" ? `told: ${answer}` : (kind ?? "being fetched");
  return `${id}  ${receivedAt.toISOString().slice(0, 10)}  ${target}  ${what}  ${moderation}`;
}

/** Another's words, safe for a terminal: no control characters, each line marked. */
function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `  | ${oneLine(line)}`)
    .join("\n");
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "");
}
