import { scaleSqrt } from "d3-scale";
import { useTranslations } from "next-intl";
import { MAP_HEIGHT, MAP_WIDTH, worldShapes } from "@/components/ui/world-shapes";
import type { Locale } from "@/lib/i18n/locales";
import { AreaName } from "./area-name";
import type { Area } from "./place-areas";
import { CLOSE_HEIGHT, CLOSE_WIDTH, type NearView } from "./province-shapes";

type MapProps = { areas: Area[]; locale: Locale };
type Spot = { area: Area; at: [number, number] };

/** Which places the statements speak of, nearer, where some are provinces: a disc each, its area by how many do. */
export function NearMap({ areas, view, locale }: MapProps & { view: NearView }) {
  const t = useTranslations("evidenceMap");
  const spots = view.areas.flatMap(({ code, middle }) => {
    const area = areas.find((one) => one.code === code);
    return area && Number.isFinite(middle[0]) ? [{ area, at: middle }] : [];
  });
  return (
    <svg className="chart place-map" viewBox={`0 0 ${CLOSE_WIDTH} ${CLOSE_HEIGHT}`} role="img">
      <title>{t("nearTitle")}</title>
      <desc>{t("text", { count: spots.length })}</desc>
      <path className="map-land" d={view.land} />
      {view.areas.map(({ code, path }) => (
        <path key={code} className="map-spoken" d={path} />
      ))}
      <path className="map-borders" d={view.borders} />
      <Discs {...{ areas, spots, largest: 60 }} />
      {spots.map(({ area, at: [x, y] }) => (
        <text
          key={area.code}
          className="place-name"
          {...{ x: Math.round(x), y: Math.round(y), dy: area.code.includes("-") ? "1.35em" : "0.35em" }}
        >
          <AreaName code={area.code} locale={locale} short />
        </text>
      ))}
    </svg>
  );
}

/** The same for the whole world, by country: a province counts for the country it is in. */
export function FarMap({ areas }: Omit<MapProps, "locale">) {
  const t = useTranslations("evidenceMap");
  const { land, borders, countries, middles } = worldShapes();
  const spoken = byCountry(areas);
  const spots = spoken.flatMap((area) => {
    const at = middles.get(area.code);
    return at ? [{ area, at }] : [];
  });
  return (
    <svg className="chart place-map" viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`} role="img">
      <title>{t("farTitle")}</title>
      <desc>{t("text", { count: spots.length })}</desc>
      <path className="map-land" d={land} />
      {spots.map(({ area: { code } }) => (
        <path key={code} className="map-spoken" d={countries.get(code) ?? ""} />
      ))}
      <path className="map-borders" d={borders} />
      <Discs {...{ areas: spoken, spots, largest: 26 }} />
    </svg>
  );
}

function Discs({ areas, spots, largest }: { areas: Area[]; spots: Spot[]; largest: number }) {
  const radius = scaleSqrt([0, Math.max(1, ...areas.map(({ claims }) => claims))], [0, largest]);
  return spots.map(({ area, at: [x, y] }) => (
    <circle
      key={area.code}
      className="place-disc"
      cx={Math.round(x)}
      cy={Math.round(y)}
      r={Math.max(4, Math.round(radius(area.claims)))}
    />
  ));
}

function byCountry(areas: readonly Area[]): Area[] {
  const found = new Map<string, Area>();
  for (const { code, places, claims, events } of areas) {
    const country = code.slice(0, 2);
    const sum = found.get(country) ?? { code: country, places: [], claims: 0, events: 0 };
    const both = { claims: sum.claims + claims, events: sum.events + events };
    found.set(country, { code: country, places: [...sum.places, ...places], ...both });
  }
  return [...found.values()];
}
