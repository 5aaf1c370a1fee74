/**
 * The text to show a reader, or to bind a signature to: the first of these languages in which there is one, else
 * the first there is. Pages and signing ask this one function, so that nobody signs a text they did not see.
 */
export function pickText<Text extends { locale: string }>(
  texts: readonly Text[],
  preferred: readonly string[],
): Text | undefined {
  for (const locale of preferred) {
    const found = texts.find((text) => text.locale === locale);
    if (found) return found;
  }
  return texts[0];
}
