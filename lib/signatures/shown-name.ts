import type { ShownDisplay } from "./states";

/** Scripts that write names without spaces between parts, or whose first character is not an initial of a word. */
const WHOLE_CHARACTERS = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const JOINED = /[\s\-‐‑–—゠·・‧]+/u;

/**
 * What is shown of a name: the name, or its initials, such as "A. Ł." for Anna-Maria Łucka's first and last part and
 * the first character for a name in Han, Hangul or kana. Takes the display and the name as it was typed.
 */
export function shownName(display: ShownDisplay, name: string): string {
  return display === "public" ? name : initials(name);
}

function initials(name: string): string {
  const parts = name.split(JOINED).flatMap((part) => part.match(/[\p{L}\p{N}].*/u)?.[0] ?? []);
  const [first = "", last] = [parts[0], parts.length > 1 ? parts.at(-1) : undefined];
  if (WHOLE_CHARACTERS.test(first)) return firstCharacter(first);
  return [first, ...(last ? [last] : [])].map((part) => `${firstCharacter(part).toUpperCase()}.`).join(" ");
}

/** The first character as people see it: a letter with its marks is one. */
function firstCharacter(part: string): string {
  const [first] = new Intl.Segmenter("und", { granularity: "grapheme" }).segment(part);
  return first?.segment ?? "";
}
