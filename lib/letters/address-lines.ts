import { countryName } from "@/lib/i18n/country-names";

/** What of an office stands on an envelope. */
export type PostalOffice = {
  name: string | null;
  address: string | null;
  city: string | null;
  /** Two letters (ISO 3166-1), or "EU", or null. */
  country: string | null;
  hostCountry: string | null;
};

/**
 * The lines of an office's address, from name to country. What is unknown is left out; remarks in brackets are no
 * address. The country stands last, in capitals and English, as the Universal Postal Union asks of letters that cross a
 * border, and not where the address names it already.
 */
export function addressLines({ name, address, city, country, hostCountry }: PostalOffice): string[] {
  const street = (address ?? "").replace(/\s*\([^)]*\)/g, "").trim();
  const has = (place: string) => wordsOf(street).includes(wordsOf(place));
  const land = hostCountry ?? (country && country !== "EU" ? countryName(country, "en") : null);
  return [
    name,
    ...streetLines(street),
    city && !has(city) ? city : null,
    land && !has(land) ? land.toUpperCase() : null,
  ].flatMap((line) => line || []);
}

/** Whole words, so that a street called after Chinatown is not in China. */
function wordsOf(text: string): string {
  return ` ${
    text
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu)
      ?.join(" ") ?? ""
  } `;
}

/** About what a window takes in a line. */
const LINE_LONGEST = 38;

/** The parts between commas, as many to a line as fit; house numbers stay with their street. */
function streetLines(street: string): string[] {
  const lines: string[] = [];
  for (const part of street.split(/,\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && (`${last}, ${part}`.length <= LINE_LONGEST || /^\d+\S*$/.test(last)))
      lines[lines.length - 1] = `${last}, ${part}`;
    else lines.push(part);
  }
  return lines;
}
