/** Seconds after which what waited for the fonts is done. */
export const BUSY_FOR = 5;
/** Who wrote a whole letter in them sees soon enough that it is all of them. */
const MOST_NAMED = 20;

/** Characters that no font of ours has, as an answer names them. */
export function nameCharacters(characters: string[]): string {
  return characters.slice(0, MOST_NAMED).join(" ");
}
