import { readFileSync } from "node:fs";
import { join } from "node:path";
import { create, type Font } from "fontkit";
import type { Locale } from "@/lib/i18n/locales";
import { unpackWoff } from "./unpack-woff";

/** A font, and the name by which a document knows it. */
export type Face = { name: string; font: Font };
/** Text that one face draws. */
export type Run = { face: Face; text: string };
export type Weight = 400 | 600;

const FOLDER = join(process.cwd(), "lib/i18n/fonts");
/** Files of the serif, one script each; semibold exists for those that subjects and titles are mostly in. */
const SERIF = ["latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek"] as const;
const SEMIBOLD: readonly string[] = ["latin", "latin-ext", "vietnamese", "cyrillic"];
const OWN_SANS: Partial<Record<Locale, string>> = {
  ko: "korean",
  ja: "japanese",
  "zh-Hans": "chinese-simplified",
  "zh-Hant": "chinese-traditional",
};
/** Of shapes that differ by language a stranger's name gets the fuller font's. */
const ALL_SANS = ["korean", "chinese-traditional", "japanese", "chinese-simplified"];

const opened = new Map<string, Face>();

function open(name: string): Face {
  const known = opened.get(name);
  if (known) return known;
  const font = create(unpackWoff(readFileSync(join(FOLDER, `noto-${name}.woff`))));
  if (!("glyphForCodePoint" in font)) throw new Error(`${name} is a collection of fonts`);
  const face = { name, font };
  opened.set(name, face);
  return face;
}

/**
 * The faces in which a text of a language is drawn, by name, best first: the language's own, then whatever has a
 * letter. A Korean, Japanese or Chinese text is in its own font altogether, Latin words in it too.
 */
function facesOf(language: Locale, weight: Weight): string[] {
  const bold = weight === 600 ? SEMIBOLD.map((script) => `serif-${script}-600`) : [];
  const serif = [...bold, ...SERIF.map((script) => `serif-${script}-400`)];
  const sans = ALL_SANS.map((letters) => `sans-${letters}`);
  const own = OWN_SANS[language];
  return own ? [...new Set([`sans-${own}`, ...serif, ...sans])] : [...serif, ...sans];
}

/** Signs that no font has, for those that look the same or mean it. */
const STAND_INS: Record<string, string> = { "\u2011": "-", "\u2010": "-", "\u2212": "–", "\u02bc": "’" };
const clusters = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Splits a text into runs of one face each. Takes text without line breaks. Invisible characters (joiners, marks of
 * direction) are left out, spaces of all kinds are drawn. `missing` holds what no face can draw, as people see it: a base
 * letter with all its marks, an emoji as a whole.
 */
export function pickFaces(
  text: string,
  language: Locale,
  weight: Weight = 400,
): { runs: Run[]; missing: string[] } {
  const names = facesOf(language, weight);
  const latin = names.filter((name) => name.startsWith("serif-"));
  const runs: Run[] = [];
  const missing: string[] = [];
  const segments = [...clusters.segment(text.normalize("NFC"))].map(({ segment }) => segment);
  for (const [index, segment] of segments.entries()) {
    const seen = drawable(segment);
    if (seen === "") continue;
    const last = runs.at(-1);
    const isBesideLatin = BOTH_WAYS.test(seen) && [segments[index - 1], segments[index + 1]].some(isLatin);
    const face = faceFor(seen, isBesideLatin ? latin : names, last?.face);
    if (!face) missing.push(segment);
    else if (last?.face === face) last.text += seen;
    else runs.push({ face, text: seen });
  }
  return { runs, missing };
}

/** Whether what is mostly drawn in a language has a semibold face. */
export function hasSemibold(language: Locale): boolean {
  return OWN_SANS[language] === undefined;
}

/** Signs that Latin and Chinese text share by code, but not by width. */
const BOTH_WAYS = /^[‘’“”–—·…]$/;

function isLatin(cluster: string | undefined): boolean {
  return cluster !== undefined && /^\p{Script=Latin}/u.test(cluster);
}

function drawable(cluster: string): string {
  const seen = cluster.replace(/\p{Default_Ignorable_Code_Point}/gu, "").replace(/[\p{Zs}\t]/gu, " ");
  return STAND_INS[seen] ?? seen;
}

/** Spaces and signs stay with the letters before them where that font has them, so that a line has few runs. */
function faceFor(cluster: string, names: readonly string[], before: Face | undefined): Face | null {
  if (before && /^[^\p{L}\p{M}\p{N}]$/u.test(cluster) && draws(before, cluster)) return before;
  for (const name of names) {
    const face = open(name);
    if (draws(face, cluster)) return face;
  }
  return null;
}

function draws({ font }: Face, cluster: string): boolean {
  return [...cluster].every((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
}

/** How wide a run is, in points. */
export function widthOf({ face, text }: Run, size: number): number {
  return (face.font.layout(text).advanceWidth * size) / face.font.unitsPerEm;
}
