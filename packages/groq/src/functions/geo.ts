import { z } from 'zod';
import { queryLimits } from '../limits.ts';
import {
  type Check,
  contains,
  distanceInMetres,
  intersects,
  type Polygon,
  type Position,
  type Shape,
} from './geometry.ts';

const longestGeometry = queryLimits.geometry.value;
/** The shortest geometry is `{"type":"Point","coordinates":[1,1]}`. */
const mostGeometries = longestGeometry / 35;

const longitude = z.number().min(-180).max(180);
const latitude = z.number().min(-90).max(90);
const position = z
  .tuple([longitude, latitude])
  .rest(z.number())
  .transform(([lng, lat]): Position => [lng, lat]);
const line = z.array(position).min(2);
const ring = z
  .array(position)
  .min(4)
  .refine((positions) => String(positions[0]) === String(positions.at(-1)), 'A ring ends where it begins.');
const polygon = z.array(ring).min(1);

const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: position }),
  z.object({ type: z.literal('MultiPoint'), coordinates: z.array(position) }),
  z.object({ type: z.literal('LineString'), coordinates: line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(line) }),
  z.object({ type: z.literal('Polygon'), coordinates: polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon) }),
]);
const collection = z.object({ type: z.literal('GeometryCollection'), geometries: z.array(geometry) });
const feature = z.object({ type: z.literal('Feature'), geometry: z.union([geometry, collection]) });
const geoJson = z.union([geometry, collection, feature]);
/** The Studio's `geopoint`; others write `lon`. */
const geopoint = z
  .union([z.object({ lat: latitude, lng: longitude }), z.object({ lat: latitude, lon: longitude })])
  .transform((point): Position => ['lng' in point ? point.lng : point.lon, point.lat]);

type Geometry = z.output<typeof geometry>;

/**
 * The value of `geo()`, made of GeoJSON or a geopoint. Serialized as GeoJSON.
 * @see https://www.sanity.io/docs/specifications/groq-functions — the namespace geo
 */
export class Geo {
  readonly shape: Shape;
  readonly #geometries: Geometry[];

  constructor(geometries: Geometry[]) {
    this.#geometries = geometries;
    this.shape = shapeOf(geometries);
  }

  toJSON(): unknown {
    const [only, ...others] = this.#geometries;
    return only && others.length === 0 ? only : { type: 'GeometryCollection', geometries: this.#geometries };
  }
}

/** Null if the value is not geographic. */
export function geo(value: unknown): Geo | null {
  if (value instanceof Geo) return value;
  const geometries = geometriesIn(value);
  if (!geometries || JSON.stringify(geometries).length > longestGeometry) return null;
  return new Geo(geometries);
}

function geometriesIn(value: unknown): Geometry[] | undefined {
  if (Array.isArray(value)) {
    const found: Geometry[] = [];
    for (const item of value) {
      const geometries = geometriesIn(item);
      // Stop at the first: checking all of five thousand items takes a quarter of a second.
      if (!geometries || found.length > mostGeometries) return undefined;
      found.push(...geometries);
    }
    return value.length > 0 ? found : undefined;
  }
  if (!mayBeGeographic(value)) return undefined;
  const point = geopoint.safeParse(value);
  if (point.success) return [{ type: 'Point', coordinates: point.data }];
  const parsed = geoJson.safeParse(value).data;
  if (parsed?.type === 'Feature') return geometriesIn(parsed.geometry);
  return parsed?.type === 'GeometryCollection' ? parsed.geometries : parsed && [parsed];
}

/**
 * A cheap check before parsing: a failed parse creates an error for each kind of geometry, which takes as long as a
 * small query.
 */
function mayBeGeographic(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'lat' in value || 'coordinates' in value || 'geometries' in value || 'geometry' in value;
}

function shapeOf(geometries: Geometry[]): Shape {
  const of = <Part>(part: (geometry: Geometry) => Part[]): Part[] => geometries.flatMap(part);
  return {
    points: of(({ type, coordinates }) =>
      type === 'Point' ? [coordinates] : type === 'MultiPoint' ? coordinates : [],
    ),
    lines: of(({ type, coordinates }) =>
      type === 'LineString' ? [coordinates] : type === 'MultiLineString' ? coordinates : [],
    ),
    polygons: of<Polygon>(({ type, coordinates }) =>
      type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [],
    ),
  };
}

type Compare = (one: unknown, other: unknown) => boolean | null;

export function geoLatLng(lat: unknown, lng: unknown): Geo | null {
  return geo({ lat, lng });
}

export function geoContains(check: Check): Compare {
  return (outer, inner) => compared(outer, inner, check, contains);
}

export function geoIntersects(check: Check): Compare {
  return (one, other) => compared(one, other, check, intersects);
}

/** Metres between two points; null for other shapes. */
export function geoDistance(from: unknown, to: unknown): number | null {
  const [start, end] = [onlyPoint(geo(from)), onlyPoint(geo(to))];
  return start && end ? distanceInMetres(start, end) : null;
}

type Test = (a: Shape, b: Shape, check: Check) => boolean;

function compared(one: unknown, other: unknown, check: Check, test: Test): boolean | null {
  check();
  const [a, b] = [geo(one), geo(other)];
  return a && b ? test(a.shape, b.shape, check) : null;
}

function onlyPoint(value: Geo | null): Position | undefined {
  if (!value) return undefined;
  const { points, lines, polygons } = value.shape;
  return points.length === 1 && lines.length + polygons.length === 0 ? points[0] : undefined;
}
