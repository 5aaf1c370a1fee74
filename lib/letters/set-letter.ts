import type { Locale } from "@/lib/i18n/locales";
import { breakLines, type Line, type TextStyle } from "./break-lines";
import { hasSemibold } from "./letter-fonts";
import type { Sheet } from "./paper-sizes";

/** What a piece of a letter is, for a reader who hears it. */
export type Role = "H1" | "H2" | "P";
/** Lines of one piece of text: `lead` is the distance of lines, `before` the space above it, both in points. */
export type Block = {
  role: Role;
  lines: Line[];
  size: number;
  lead: number;
  before: number;
  /** Stays on one sheet where it can. */
  whole?: boolean;
  /** A line is drawn above it. */
  ruled?: boolean;
  /** Room above one of its lines, for a hand's signature. */
  signature?: number;
};
/** A line in its place: `y` is its upper edge. */
export type PlacedLine = Line & { y: number; size: number };
/** Lines of one block on one sheet; `block` is its number, the same on each sheet it stands on. */
export type Part = { block: number; role: Role; ruled: boolean; lines: PlacedLine[] };
export type SetPage = Part[];

export const TEXT_SIZE = 11;
const LEAD = 1.42;
const NOTE_SIZE = 8.5;
/** Room for a hand's signature, in points. */
const SIGNATURE = 34;
/** A paragraph leaves no line alone at the end of a sheet, nor on the next. */
const TOGETHER = 2;

export type LetterWords = {
  subject: string;
  text: string;
  notes: readonly string[];
  /** As the writer is named below the letter; leaves room above it for a signature. */
  writer: string | null;
};

/** Breaks a letter's words into blocks of lines for a width in points. */
export function blocksOf(
  { subject, text, notes, writer }: LetterWords,
  language: Locale,
  width: number,
): Block[] {
  const style: TextStyle = { language, size: TEXT_SIZE };
  const block = (role: Role, words: string, before: number): Block => ({
    ...{ role, before, size: style.size, lead: style.size * LEAD },
    lines: breakLines(words, width, style),
  });
  const title = titleOf(subject, language, width);
  const paragraphs = text.split(/\n\s*\n/).filter((words) => words.trim() !== "");
  const parts = paragraphs.map((words, index) => block("P", words, index === 0 ? 20 : 8));
  const last = parts.at(-1);
  if (last)
    Object.assign(last, {
      whole: true,
      signature: lineOfName(paragraphs.at(-1) ?? "", writer, width, style),
    });
  return [title, ...parts, ...noteBlocks(notes, language, width)];
}

/** Semibold; where a language's own font has no such weight, larger. */
function titleOf(subject: string, language: Locale, width: number): Block {
  const size = hasSemibold(language) ? TEXT_SIZE : TEXT_SIZE + 2;
  const lines = breakLines(subject, width, { language, size, weight: 600 });
  return { role: "H1", size, lead: size * LEAD, before: 0, lines };
}

/** The line of the last paragraph that begins with the writer's name, where words stand above it. */
function lineOfName(end: string, writer: string | null, width: number, style: TextStyle): number | undefined {
  const at = writer ? end.lastIndexOf(`\n${writer}`) : -1;
  return at < 0 ? undefined : breakLines(end.slice(0, at), width, style).length;
}

function noteBlocks(notes: readonly string[], language: Locale, width: number): Block[] {
  return notes.map((note, index) => ({
    ...{ role: "P", size: NOTE_SIZE, lead: NOTE_SIZE * 1.35, before: index === 0 ? 22 : 2.5 },
    ...{ whole: true, ruled: index === 0 },
    lines: breakLines(`[${index + 1}] ${note}`, width, { language, size: NOTE_SIZE }),
  }));
}

/** Puts blocks on sheets, one below the other. */
export function setPages(blocks: readonly Block[], sheet: Sheet): SetPage[] {
  const pages: SetPage[] = [[]];
  let y = sheet.firstTop;
  const turn = () => {
    pages.push([]);
    y = sheet.nextTop;
  };
  for (const [index, block] of blocks.entries()) {
    const isFirst = pages.at(-1)?.length === 0;
    if (!isFirst) y += block.before;
    if (!isFirst && y + leastHeight(block, sheet) > sheet.bottom) turn();
    for (let from = 0; from < block.lines.length; ) {
      const lines = placeLines(block, from, y, sheet.bottom);
      pages
        .at(-1)
        ?.push({ block: index, role: block.role, ruled: Boolean(block.ruled) && from === 0, lines });
      from += lines.length;
      y = (lines.at(-1)?.y ?? y) + block.lead;
      if (from < block.lines.length) turn();
    }
  }
  return pages;
}

/** What of a block must fit where it begins. */
function leastHeight({ lines, lead, whole, signature }: Block, sheet: Sheet): number {
  const all = lines.length * lead + (signature === undefined ? 0 : SIGNATURE);
  const isShort = lines.length < 2 * TOGETHER;
  return (whole || isShort) && all <= sheet.bottom - sheet.nextTop ? all : TOGETHER * lead;
}

/** The lines that fit from `y` down, at least one; of those left over none stays alone. */
function placeLines(
  { lines, lead, size, signature }: Block,
  from: number,
  top: number,
  bottom: number,
): PlacedLine[] {
  const placed: PlacedLine[] = [];
  let y = top;
  for (const [index, line] of lines.entries()) {
    if (index < from) continue;
    if (index === signature && index > 0) y += SIGNATURE;
    if (placed.length > 0 && y + lead > bottom) break;
    placed.push({ ...line, y, size });
    y += lead;
  }
  const isOneLeft = from + placed.length === lines.length - 1;
  return isOneLeft && placed.length > TOGETHER ? placed.slice(0, -1) : placed;
}
