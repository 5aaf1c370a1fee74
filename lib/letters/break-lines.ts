import LineBreaker from "linebreak";
import type { Locale } from "@/lib/i18n/locales";
import { pickFaces, type Run, type Weight, widthOf } from "./letter-fonts";

/** One line of drawn text. */
export type Line = { runs: Run[]; width: number };

export type TextStyle = { language: Locale; size: number; weight?: Weight };

/**
 * Breaks a text into lines of at most `width` points. Takes text whose own line breaks stay. Lines end where Unicode
 * (UAX #14) lets them; in Korean only between words, as Korean is set; a word longer than a line ends anywhere between
 * letters. An empty line has no runs. What no font has is left out: whoever draws asks `undrawable` before.
 */
export function breakLines(text: string, width: number, style: TextStyle): Line[] {
  const widthOfText = widths(style);
  return text.split("\n").flatMap((line) => breakLine(line.trimEnd(), width, style, widthOfText));
}

function breakLine(
  text: string,
  width: number,
  style: TextStyle,
  widthOfText: (piece: string) => number,
): Line[] {
  const pieces = piecesOf(text, style.language).flatMap((piece) =>
    widthOfText(piece.trimEnd()) <= width ? [piece] : lettersOf(piece),
  );
  const lines: string[] = [];
  let current = "";
  let filled = 0;
  for (const piece of pieces) {
    if (current !== "" && filled + widthOfText(piece.trimEnd()) > width) {
      lines.push(current);
      [current, filled] = ["", 0];
    }
    current += piece;
    filled += widthOfText(piece);
  }
  return [...lines, current].map((line) => measure(line.trimEnd(), style));
}

const HANGUL = /\p{Script=Hangul}/u;

/** The text between two places where a line may end, spaces at its end. */
function piecesOf(text: string, language: Locale): string[] {
  const pieces: string[] = [];
  const breaker = new LineBreaker(text);
  let start = 0;
  for (let at = breaker.nextBreak(); at; at = breaker.nextBreak()) {
    const inWord =
      language === "ko" && HANGUL.test(text[at.position - 1] ?? "") && HANGUL.test(text[at.position] ?? "");
    if (inWord) continue;
    pieces.push(text.slice(start, at.position));
    start = at.position;
  }
  return pieces;
}

const letters = new Intl.Segmenter("und", { granularity: "grapheme" });

function lettersOf(word: string): string[] {
  return [...letters.segment(word)].map(({ segment }) => segment);
}

/** Each piece of a text is asked for three times, and words come again: it is measured once. */
function widths(style: TextStyle): (piece: string) => number {
  const known = new Map<string, number>();
  return (piece) => {
    const width = known.get(piece) ?? measure(piece, style).width;
    known.set(piece, width);
    return width;
  };
}

/** A line as it is, however long. */
export function measure(text: string, { language, size, weight }: TextStyle): Line {
  const { runs } = pickFaces(text, language, weight);
  return { runs, width: runs.reduce((sum, run) => sum + widthOf(run, size), 0) };
}

/** What of the texts no font can draw, each once, in order. */
export function undrawable(texts: readonly string[], language: Locale): string[] {
  return [
    ...new Set(
      texts.flatMap((text) => text.split("\n").flatMap((line) => pickFaces(line, language).missing)),
    ),
  ];
}
