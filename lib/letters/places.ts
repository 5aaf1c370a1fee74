/** What a template's lines may leave to the office: its name, its city, its host country. Apart from the schema: browsers compose too. */
export const PLACES = ["office", "city", "country"] as const;
const PLACE = /\{([^{}]*)\}/g;

/** The names in braces that a line holds. */
export function placesIn(value: string): string[] {
  return [...value.matchAll(PLACE)].map(([, name = ""]) => name);
}
