import type { Locale } from "@/lib/i18n/locales";
import { breakLines, type Line } from "./break-lines";
import type { Field } from "./paper-sizes";
import type { DrawnLine } from "./write-pdf";

/** Letters become smaller by this much at a time, in points, and never smaller than can be read with a glass. */
const STEP = 0.7;
const SMALLEST = 5;
/** Distance of lines, by the size of letters: as wished, and the least at which they do not touch. */
const LEAD = 1.2;
const LEAST_LEAD = 1.08;

/**
 * Lines in a field of fixed size, such as an address behind a window: as large as they fit, at most `size`, and never one
 * over the other. What does not fit in the smallest letters ends below the field.
 */
export function fitField(
  texts: readonly string[],
  field: Field,
  size: number,
  language: Locale,
): DrawnLine[] {
  const height = field.lines * size * LEAD;
  let fitting = set(texts, field, size, language);
  for (let at = size - STEP; at >= SMALLEST && !fits(fitting, height); at -= STEP)
    fitting = set(texts, field, at, language);
  const least = (fitting[0]?.size ?? size) * LEAST_LEAD;
  const lead = Math.max(least, Math.min(size * LEAD, height / fitting.length));
  return fitting.map((line, index) => ({ ...line, x: field.x, y: field.y + index * lead }));
}

/** Whether lines stand in a height, in points, without touching. */
function fits(lines: readonly { size: number }[], height: number): boolean {
  return lines.length * (lines[0]?.size ?? 0) * LEAST_LEAD <= height;
}

function set(
  texts: readonly string[],
  { width }: Field,
  size: number,
  language: Locale,
): (Line & { size: number })[] {
  return texts
    .flatMap((text) => breakLines(text, width, { language, size }))
    .map((line) => ({ ...line, size }));
}
