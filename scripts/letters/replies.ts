import { writeFileSync } from "node:fs";
import { OperatorError } from "@/lib/config/operator-error";
import { moderateReply } from "@/lib/letters/moderate-reply";
import { readReply, type TeamReply, takeFile } from "@/lib/letters/read-reply";
import { releaseReply } from "@/lib/letters/release-reply";
import { REPLY_KEPT } from "@/lib/letters/reply-limits";
import { type ReplyHead, teamReplies } from "@/lib/letters/team-reply-queries";
import { say } from "../terminal";
import { requireText, type Subcommand } from "./subcommand";

/** What came in and what writers tell, newest first, without its words. */
export const replies: Subcommand = {
  usage: "",
  does: "list answers: what offices sent, and what writers tell",
  words: { least: 0, most: 0 },
  run: async (desk) => {
    const found = await teamReplies(desk.pool, await desk.campaign());
    for (const one of found) say(headOf(one));
    const offered = found.filter(({ moderation }) => moderation === "offered").length;
    const waiting = found.filter(({ waits }) => waits).length;
    const sum = `${found.length} listed; offered by their writers and not decided: ${offered}`;
    say(found.length === 0 ? "Nothing came yet." : sum);
    if (waiting > 0)
      say(`${waiting} of mails for many letters, sent on to nobody yet: read one, then "forward ID".`);
  },
};

/** All of one. Only here is it read before it is shown. */
export const reply: Subcommand = {
  usage: "ID",
  does: "read one answer; files stay closed",
  words: { least: 1, most: 1 },
  run: async (desk, { positionals: [id = ""] }) => {
    const found = await readReply(desk, id);
    if (!found) throw new OperatorError(`There is no answer ${id}.`);
    say(headOf(found));
    if (found.note) say(`  ${found.note}`);
    sayWords(found);
    for (const { id: file, name, contentType, size, isKept, note } of found.attachments) {
      const lack = isKept ? "" : `, not kept: ${note ?? "no reason noted"}`;
      say(`  File ${file}: ${oneLine(name)} (${oneLine(contentType)}, ${size} bytes)${lack}`);
    }
    if (found.shownText) say(`  Shown as:\n${quoted(found.shownText)}`);
  },
};

function sayWords({ via, said, receivedAt }: TeamReply): void {
  if (!said) {
    say("  Its words are not here (any more).");
    return;
  }
  const gone = new Date(receivedAt.getTime() + REPLY_KEPT).toISOString().slice(0, 10);
  say(`  Forgotten from ${gone} on.`);
  if (said.from) say(`  From, as it says: ${oneLine(said.from)}`);
  if (said.subject) say(`  ${via === "relay" ? "Subject" : "Gist"}: ${oneLine(said.subject)}`);
  say(quoted(said.text));
}

const WHY_NOT = {
  unknown: "there is no such answer",
  "not-offered": "its writer has not offered it to be shown",
  "no-answer": "it is no answer of an office",
  empty: "--text is empty",
  "too-long": "--text is longer than 1000 characters",
  "hidden-characters": "--text holds characters that nobody sees",
  "names-an-address": "--text names a mail address",
};

export const moderate: Subcommand = {
  usage: "ID show --text … | ID hide",
  does: "show an answer in your own words, naming no writer; or hide it",
  words: { least: 2, most: 2 },
  options: { text: { type: "string" } },
  run: async ({ pool, actor, now }, given) => {
    const [id = "", verb = ""] = given.positionals;
    if (verb !== "show" && verb !== "hide") throw new OperatorError("Say show or hide.");
    const to =
      verb === "show"
        ? ({ to: "shown", text: requireText(given, "text") } as const)
        : ({ to: "hidden" } as const);
    const done = await moderateReply(pool, { id, actor, now, ...to });
    if (!done.ok) throw new OperatorError(`${id}: ${WHY_NOT[done.reason]}.`);
    say(`${id}: ${done.changed ? to.to : `was ${to.to} already`}`);
  },
};

/** A mail for many letters goes to all their writers. */
export const forward: Subcommand = {
  usage: "ID",
  does: "send on a mail that came for many letters",
  words: { least: 1, most: 1 },
  run: async (desk, { positionals: [id = ""] }) => {
    const writers = await releaseReply(desk, id);
    if (writers === null) throw new OperatorError(`${id} does not wait to be sent on.`);
    say(`${id}: sent on to ${writers} writers`);
  },
};

/** Writes a quarantined file, for its owner's eyes; it never writes over another. */
export const attachment: Subcommand = {
  usage: "ID --to FILE",
  does: "take a file of an answer out of quarantine, unopened",
  words: { least: 1, most: 1 },
  options: { to: { type: "string" } },
  run: async (desk, given) => {
    const [id = ""] = given.positionals;
    const to = requireText(given, "to");
    const file = await takeFile(desk, id);
    if (!file) throw new OperatorError(`There is no file ${id}.`);
    if (!file.content) throw new OperatorError(`${id} was not kept; its mail is still with the provider.`);
    try {
      writeFileSync(to, file.content, { flag: "wx", mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw new OperatorError(`${to} is there already; name another file.`);
    }
    say(
      `Wrote ${file.content.length} bytes. A stranger sent them: open them on a machine that holds nothing.`,
    );
  },
};

function headOf({ id, receivedAt, target, via, kind, answer, moderation, waits }: ReplyHead): string {
  const what = via === "told" ? `told: ${answer}` : (kind ?? "being fetched");
  return `${id}  ${receivedAt.toISOString().slice(0, 10)}  ${target}  ${what}  ${moderation}${waits ? "  waits to be sent on" : ""}`;
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
