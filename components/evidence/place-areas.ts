import type { PlaceTotals } from "@/lib/evidence/types";
import { countryChoices } from "@/lib/i18n/country-names";
import { LOCALES } from "@/lib/i18n/locales";
import { provinceNames } from "./province-shapes";

/** Where bodies sit that documents name by their town; drawn as the country it is in. */
const SEATS: Record<string, string> = {
  geneva: "CH",
  "new york": "US",
  washington: "US",
  brussels: "BE",
  strasbourg: "FR",
  london: "GB",
  "the hague": "NL",
  tokyo: "JP",
  moscow: "RU",
};

let known: ReadonlyMap<string, string> | undefined;

/** Names, in small letters, of all that a map can show: countries in every language of these pages, provinces in English. */
function areaNames(): ReadonlyMap<string, string> {
  known ??= new Map([
    ...LOCALES.flatMap(countryChoices).map(({ name, code }) => [name.toLowerCase(), code] as const),
    ...provinceNames().map(({ name, code }) => [name.toLowerCase(), code] as const),
    ...Object.entries(SEATS),
  ]);
  return known;
}

/**
 * The countries and provinces that a place in a document names: "Jilin, China" is a province, "China → North Korea"
 * two countries, "online" none. Nothing finer than a province is ever found.
 */
export function areasOf(place: string | null): string[] {
  const parts = (place ?? "").split(/\s*(?:[/→;–]| and )\s*/);
  const found = parts.flatMap((part) => {
    const names = part.replace(/ border$/, "").split(/, | in /);
    return names.flatMap((name) => areaNames().get(name.trim().toLowerCase()) ?? []).slice(0, 1);
  });
  return [...new Set(found)];
}

/** An area with the places that name it and how many statements and events speak of it. */
export type Area = { code: string; places: string[]; claims: number; events: number };

/** Where whatever no map can show is gathered. */
export const ELSEWHERE = "elsewhere";

/** Gathers places into areas, those with most statements first, and last what the map cannot show. */
export function gatherAreas(totals: readonly PlaceTotals[]): { areas: Area[]; elsewhere: PlaceTotals[] } {
  const areas = new Map<string, Area>();
  for (const { place, claims, events } of totals)
    for (const code of areasOf(place)) {
      const area = areas.get(code) ?? { code, places: [], claims: 0, events: 0 };
      if (place !== null) area.places.push(place);
      areas.set(code, { ...area, claims: area.claims + claims, events: area.events + events });
    }
  const order = (a: Area, b: Area) =>
    b.claims - a.claims || b.events - a.events || (a.code < b.code ? -1 : 1);
  return {
    areas: [...areas.values()].sort(order),
    elsewhere: totals.filter(({ place }) => areasOf(place).length === 0),
  };
}
