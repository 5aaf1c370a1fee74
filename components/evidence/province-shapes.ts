import { type GeoProjection, geoContains, geoEqualEarth, geoPath } from "d3-geo";
import { feature, merge, mesh } from "topojson-client";
import type { GeometryCollection, MultiPolygon, Polygon, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-50m.json";
import provinces from "./east-asia-provinces.json";

export const CLOSE_WIDTH = 1000;
export const CLOSE_HEIGHT = 760;
/** Room around what is spoken of, so that a reader sees where it lies. */
const MARGIN = 90;

type Shape = Polygon<{ name: string }> | MultiPolygon<{ name: string }>;
const topology = provinces as unknown as Topology<{ provinces: GeometryCollection<{ name: string }> }>;
const shapes = topology.objects.provinces.geometries as Shape[];
const world = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** ISO 3166-2 codes of the provinces that can be drawn, with their names in English. */
export function provinceNames(): { code: string; name: string }[] {
  return shapes.map(({ id, properties }) => ({ code: String(id), name: properties?.name ?? "" }));
}

/** The provinces of an area: itself, or all of a country. Empty where there is no drawing of any. */
function provincesOf(area: string): Shape[] {
  return shapes.filter(({ id }) => id === area || String(id).startsWith(`${area}-`));
}

/** An area drawn nearer: its path, and the middle of what is seen of it. */
type NearArea = { code: string; path: string; middle: Point };
export type NearView = { land: string; borders: string; areas: NearArea[] };

/**
 * A nearer view for areas of which some are provinces; null where none is, or where none can be drawn. It shows the
 * provinces spoken of and the countries spoken of that are no larger than what the provinces span; a larger country
 * reaches beyond its edge. In a box of CLOSE_WIDTH by CLOSE_HEIGHT; geometry is Natural Earth's.
 */
export function nearView(codes: readonly string[]): NearView | null {
  const drawn = codes.filter((code) => provincesOf(code).length > 0);
  const focus = drawn.filter((code) => code.includes("-") || provincesOf(code).length <= SMALL);
  if (!drawn.some((code) => code.includes("-"))) return null;
  const projection = geoEqualEarth().rotate([-120, 0]);
  projection.fitExtent(
    [
      [MARGIN, MARGIN],
      [CLOSE_WIDTH - MARGIN, CLOSE_HEIGHT - MARGIN],
    ],
    outlineOf(focus.flatMap(provincesOf)),
  );
  projection.clipExtent([
    [0, 0],
    [CLOSE_WIDTH, CLOSE_HEIGHT],
  ]);
  const path = geoPath(projection).digits(0);
  const outlines = drawn.map((code) => ({ code, outline: outlineOf(provincesOf(code)) }));
  const centres = outlines
    .filter(({ code }) => code.includes("-"))
    .map(({ outline }) => path.centroid(outline));
  return {
    land: path(feature(world, world.objects.countries)) ?? "",
    borders: path(mesh(topology, topology.objects.provinces, (a, b) => a !== b)) ?? "",
    areas: outlines.map(({ code, outline }) => {
      const centroid = path.centroid(outline);
      const middle = code.includes("-") ? centroid : clearOf(centres, centroid, outline, projection);
      return { code, path: path(outline) ?? "", middle };
    }),
  };
}

type Point = [number, number];
const apart = ([x, y]: Point, [u, v]: Point) => Math.hypot(x - u, y - v);
/** Whether two names, as large as a small screen needs them, do not lie over each other. */
const isClear = ([x, y]: Point, [u, v]: Point) => Math.abs(x - u) > 190 || Math.abs(y - v) > 75;

/** The point within an outline that is nearest to its middle and stands clear of others and of the edge, if one does. */
function clearOf(
  others: Point[],
  middle: Point,
  outline: MultiPolygonShape,
  projection: GeoProjection,
): Point {
  const nearest = [middle, ...GRID]
    .filter((point) => others.every((other) => isClear(point, other)))
    .toSorted((a, b) => apart(a, middle) - apart(b, middle));
  const isWithin = (point: Point) => geoContains(outline, projection.invert?.(point) ?? [0, 0]);
  return nearest.find(isWithin) ?? middle;
}

type MultiPolygonShape = ReturnType<typeof outlineOf>;
/** Places to choose from, at least a margin from the edge. */
const GRID = Array.from({ length: 40 * 30 }, (_, index): Point => {
  const [column, row] = [index % 40, Math.floor(index / 40)];
  return [
    MARGIN + (column * (CLOSE_WIDTH - 2 * MARGIN)) / 39,
    MARGIN + (row * (CLOSE_HEIGHT - 2 * MARGIN)) / 29,
  ];
});

/** A country of more provinces than this is looked into, not at. */
const SMALL = 20;

const outlineOf = (of: Shape[]) => merge(topology, of as Polygon[]);
