/** What a letter is made of (lib/letters/compose-text.ts): `notes` are the sources behind the marks [1], [2] … in `text`. */
type Lettering = { text: string; notes: readonly string[] };

/**
 * The body of a letter as it arrives, in mail, copied and before it is drawn: its text, then its sources with their
 * numbers. Takes the heading of the sources in the letter's language.
 */
export function wholeText({ text, notes }: Lettering, sourcesTitle: string): string {
  if (notes.length === 0) return text;
  const numbered = notes.map((note, index) => `[${index + 1}] ${note}`);
  return [text, "", "—", sourcesTitle, ...numbered].join("\n");
}
