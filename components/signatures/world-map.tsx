import { scaleQuantile } from "d3-scale";
import { useTranslations } from "next-intl";
import { MAP_HEIGHT, MAP_WIDTH, worldShapes } from "@/components/ui/world-shapes";
import type { CountryFigures } from "@/lib/signatures/types";

/** Shades, from few to many. */
const SHADES = [1, 2, 3, 4];

/** Countries that have a figure, shaded by how many, drawn on the server. No names stand on it; the table has them. */
export function WorldMap({ figures }: { figures: CountryFigures }) {
  const t = useTranslations("figures");
  const known = figures.items.flatMap(({ country, atLeast }) =>
    atLeast === null ? [] : [{ country, atLeast }],
  );
  if (known.length === 0) return null;
  const { land, borders, countries } = worldShapes();
  const shade = scaleQuantile(
    known.map(({ atLeast }) => atLeast),
    SHADES,
  );
  return (
    <figure className="map">
      <svg viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`} role="img" aria-label={t("mapAlt")}>
        <path className="map-land" d={land} />
        {known.map(({ country, atLeast }) => (
          <path key={country} className={`map-${shade(atLeast)}`} d={countries.get(country) ?? ""} />
        ))}
        <path className="map-borders" d={borders} />
      </svg>
      <figcaption className="small quiet">
        {t("mapKey")} {t("mapSource")}
      </figcaption>
    </figure>
  );
}
