import { geoEqualEarth, geoPath } from "d3-geo";
import { feature, merge, mesh } from "topojson-client";
import type { GeometryCollection, MultiPolygon, Polygon, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";

export const MAP_WIDTH = 1000;
export const MAP_HEIGHT = 440;

/** ISO 3166-1 numeric codes, as the geometry has them, and the alpha-2 codes that figures have. */
const CODES = new Map(
  (
    "AF004 AL008 DZ012 AO024 AZ031 AR032 AU036 AT040 BS044 BD050 AM051 BE056 BT064 BO068 BA070 BW072 BR076 BZ084 SB090 BN096 BG100 MM104 BI108 BY112 " +
    "KH116 CM120 CA124 CF140 LK144 TD148 CL152 CN156 TW158 CO170 CG178 CD180 CR188 HR191 CU192 CY196 CZ203 BJ204 DK208 DO214 EC218 SV222 GQ226 ET231 ER232 " +
    "EE233 FK238 FJ242 FI246 FR250 TF260 DJ262 GA266 GE268 GM270 PS275 DE276 GH288 GR300 GL304 GT320 GN324 GY328 HT332 HN340 HU348 IS352 IN356 ID360 IR364 " +
    "IQ368 IE372 IL376 IT380 CI384 JM388 JP392 KZ398 JO400 KE404 KP408 KR410 KW414 KG417 LA418 LB422 LS426 LV428 LR430 LY434 LT440 LU442 MG450 MW454 MY458 " +
    "ML466 MR478 MX484 MN496 MD498 ME499 MA504 MZ508 OM512 NA516 NP524 NL528 NC540 VU548 NZ554 NI558 NE562 NG566 NO578 PK586 PA591 PG598 PY600 PE604 PH608 " +
    "PL616 PT620 GW624 TL626 PR630 QA634 RO642 RU643 RW646 SA682 SN686 RS688 SL694 SK703 VN704 SI705 SO706 ZA710 ZW716 ES724 SS728 SD729 EH732 SR740 SZ748 " +
    "SE752 CH756 SY760 TJ762 TH764 TG768 TT780 AE784 TN788 TR792 TM795 UG800 UA804 MK807 EG818 GB826 TZ834 US840 BF854 UY858 UZ860 VE862 YE887 ZM894"
  )
    .split(" ")
    .map((pair) => [pair.slice(2), pair.slice(0, 2)]),
);
/** Kosovo has no number in ISO 3166; figures have it as XK. */
const BY_NAME = new Map([["Kosovo", "XK"]]);
const ANTARCTICA = "010";

/** Where a country's middle lies in the drawing. */
type Middle = [number, number];
/** All land in one path, the borders upon it, and each country by its alpha-2 code: its path and its middle. */
type Drawing = {
  land: string;
  borders: string;
  countries: ReadonlyMap<string, string>;
  middles: ReadonlyMap<string, Middle>;
};
let drawing: Drawing | undefined;

/**
 * The world as SVG paths in a box of MAP_WIDTH by MAP_HEIGHT, in an equal-area projection (Equal Earth), so that no
 * region looks larger than it is. Land, borders and disputed ones are as Natural Earth 4.1 (1:110,000,000) has them.
 */
export function worldShapes(): Drawing {
  drawing ??= draw();
  return drawing;
}

type Land = GeometryCollection<{ name: string }>;

function draw(): Drawing {
  const topology = atlas as unknown as Topology<{ countries: Land }>;
  const { countries } = topology.objects;
  const inhabited = { ...countries, geometries: countries.geometries.filter(({ id }) => id !== ANTARCTICA) };
  const world = feature(topology, inhabited);
  const path = geoPath(geoEqualEarth().fitSize([MAP_WIDTH, MAP_HEIGHT], world)).digits(0);
  const known = world.features.flatMap((land) => {
    const country = CODES.get(String(land.id)) ?? BY_NAME.get(land.properties.name);
    return country ? [{ country, shape: path(land) ?? "", middle: path.centroid(land) }] : [];
  });
  const polygons = inhabited.geometries as (Polygon | MultiPolygon)[];
  return {
    land: path(merge(topology, polygons)) ?? "",
    borders: path(mesh(topology, inhabited, (a, b) => a !== b)) ?? "",
    countries: new Map(known.map(({ country, shape }) => [country, shape])),
    middles: new Map(known.map(({ country, middle }) => [country, middle])),
  };
}
