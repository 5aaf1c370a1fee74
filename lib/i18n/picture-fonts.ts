import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locale } from "./locales";

export type PictureFont = { name: string; data: Buffer; weight: 400 | 600; style: "normal" };

const FOLDER = join(process.cwd(), "lib/i18n/fonts");
const SCRIPTS = ["latin", "latin-ext", "cyrillic"] as const;
const LETTERS = ["korean", "japanese", "chinese-simplified", "chinese-traditional"] as const;
type Letters = (typeof LETTERS)[number];

/** How a picture's style names the serif: one script after the other, for one file holds one. */
export const PICTURE_FAMILY = SCRIPTS.map((script) => `serif ${script}`).join(", ");

const serif: PictureFont[] = [];
const others = new Map<Letters, PictureFont>();

/** The reading face for pictures, in Latin and Cyrillic letters, regular and semibold. Read once. */
export function serifFonts(): readonly PictureFont[] {
  if (serif.length === 0)
    for (const script of SCRIPTS)
      for (const weight of [400, 600] as const)
        serif.push({
          ...{ name: `serif ${script}`, weight, style: "normal" },
          data: readFileSync(join(FOLDER, `noto-serif-${script}-${weight}.woff`)),
        });
  return serif;
}

/**
 * A font with letters that the serif lacks. Takes the language tags that the letters may belong to, as satori guesses
 * them ("ja-JP|zh-CN"), and the language of the page, which decides between shapes. Null where we have none.
 */
export function fontForLetters(tags: string, locale: Locale): PictureFont | null {
  const letters = lettersOf(tags, locale);
  if (!letters) return null;
  const known = others.get(letters);
  if (known) return known;
  const data = readFileSync(join(FOLDER, `noto-sans-${letters}.woff`));
  const font: PictureFont = { name: `sans ${letters}`, data, weight: 400, style: "normal" };
  others.set(letters, font);
  return font;
}

function lettersOf(tags: string, locale: Locale): Letters | null {
  if (tags.includes("ko-KR")) return "korean";
  if (!/ja-JP|zh-/.test(tags)) return null;
  if (tags === "ja-JP" || locale === "ja") return "japanese";
  return locale === "zh-Hant" ? "chinese-traditional" : "chinese-simplified";
}
