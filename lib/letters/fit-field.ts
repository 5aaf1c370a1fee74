import type { Locale } from "@/lib/i18n/locales";
import { breakLines, type Line } from "./break-lines";
import type { Field } from "./paper-sizes";
import type { DrawnLine } from "./write-pdf";

/** From the wished size of letters down to the smallest that is still read, in points. */
const STEPS = [1, 0.93, 0.86, 0.79, 0.72];

/** Lines in a field of fixed size, such as an address behind a window: as large as they fit, at most `size`. */
export function fitField(
  texts: readonly string[],
  field: Field,
  size: number,
  language: Locale,
): DrawnLine[] {
  const attempts = STEPS.map((step) => set(texts, field, size * step, language));
  const fitting = attempts.find((lines) => lines.length <= field.lines) ?? attempts.at(-1) ?? [];
  const lead = Math.min(size * 1.2, (field.lines * size * 1.2) / fitting.length);
  return fitting.map((line, index) => ({ ...line, x: field.x, y: field.y + index * lead }));
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
