import { OperatorError } from "@/lib/config/operator-error";
import type { PrismaClient } from "@/lib/db/generated/client";
import { messagesFor } from "@/lib/i18n/messages";
import { type Preview, type PreviewWish, previewLetter } from "@/lib/letters/preview-letter";
import { wholeText } from "@/lib/letters/whole-text";
import { say } from "../terminal";

const WHY_NOT = {
  "unknown-template": "There is no such template.",
  "unknown-language": "The template has no text in this language under its newest number.",
  "unknown-target": "There is no such office; npm run targets -- list names them.",
};

/** A template as a letter to an office, with everything chosen; refuses what is not there. */
export async function requirePreview(
  db: PrismaClient,
  wish: PreviewWish,
  context: { appUrl: string; now: Date },
): Promise<Preview> {
  const preview = await previewLetter(db, wish, context);
  if (!preview.ok) throw new OperatorError(WHY_NOT[preview.reason]);
  return preview;
}

/** Shows it, and what of it is left out until a writer says yes to it. */
export async function showPreview(
  db: PrismaClient,
  wish: PreviewWish,
  context: { appUrl: string; now: Date },
): Promise<void> {
  const { letter, version, office } = await requirePreview(db, wish, context);
  say(`${wish.template}, number ${version.number}, ${version.locale}: to ${office.name ?? office.key}`);
  say(`Subject: ${letter.subject}\n`);
  say(wholeText(letter, messagesFor(version.locale).letters.sources));
  say(`\n${letter.text.length} characters, with every topic and demand.`);
  if (letter.contested.length > 0)
    say(wish.disputed ? "Disputed:" : "Disputed, and left out (--disputed shows it):");
  for (const { key, note } of letter.contested) say(`  ${key}: ${note}`);
}
