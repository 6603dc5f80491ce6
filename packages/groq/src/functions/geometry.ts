/** A position as GeoJSON has it: longitude, latitude. */
export type Position = readonly [number, number];
type Ring = Position[];
/** The outline, then holes. */
export type Polygon = Ring[];

/** The parts of a geometry. */
export type Shape = { points: Position[]; lines: Position[][]; polygons: Polygon[] };

/** Throws after the query's deadline: comparing shapes with many corners takes long. */
export type Check = () => void;

type Segment = readonly [Position, Position];

const earthRadiusMetres = 6_371_008.8;
/** In degrees, about a tenth of a millimetre. */
const tolerance = 1e-9;

/** The great-circle distance on a sphere with the earth's mean radius (haversine formula). */
export function distanceInMetres([lng1, lat1]: Position, [lng2, lat2]: Position): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const sine = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const half = sine(lat1, lat2) + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * sine(lng1, lng2);
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Whether `outer` contains all of `inner`. Edges count as inside. */
export function contains(outer: Shape, inner: Shape, check: Check): boolean {
  return (
    inner.points.every((point) => covers(outer, point)) &&
    inner.lines.every((line) => segmentsOf(line).every((segment) => coversSegment(outer, segment, check))) &&
    inner.polygons.every((polygon) => outer.polygons.some((area) => coversPolygon(area, polygon, check)))
  );
}

/** Whether two shapes share a position. */
export function intersects(a: Shape, b: Shape, check: Check): boolean {
  const corners = (shape: Shape): Position[] => [...shape.points, ...shape.lines.flat(), ...shape.polygons.flat(2)];
  if (corners(a).some((point) => covers(b, point)) || corners(b).some((point) => covers(a, point))) return true;
  const others = edges(b);
  return edges(a).some((one) => {
    check();
    return others.some((other) => crossing(one, other) !== undefined);
  });
}

function covers(shape: Shape, point: Position): boolean {
  return (
    shape.points.some((own) => isSame(own, point)) ||
    shape.lines.some((line) => segmentsOf(line).some((segment) => isOn(segment, point))) ||
    shape.polygons.some((polygon) => sideOf(polygon, point) !== 'outside')
  );
}

function coversSegment(shape: Shape, segment: Segment, check: Check): boolean {
  if (shape.lines.flatMap(segmentsOf).some((own) => isOn(own, segment[0]) && isOn(own, segment[1]))) return true;
  return shape.polygons.some((polygon) => polygonCovers(polygon, segment, check));
}

/** Cuts the segment at each edge: each piece is either inside or outside, so its midpoint decides. */
function polygonCovers(polygon: Polygon, [from, to]: Segment, check: Check): boolean {
  const cuts = polygon.flatMap(segmentsOf).flatMap((edge) => crossing([from, to], edge) ?? []);
  const stops = [0, ...cuts, 1].sort((a, b) => a - b);
  return stops.every((stop, index) => {
    check();
    const middle = (stop + (stops[index + 1] ?? stop)) / 2;
    return sideOf(polygon, along([from, to], middle)) !== 'outside';
  });
}

function coversPolygon(outer: Polygon, inner: Polygon, check: Check): boolean {
  const isWithin = inner.flatMap(segmentsOf).every((segment) => polygonCovers(outer, segment, check));
  // The edge may be inside while the area surrounds a hole.
  const hasHole = outer.slice(1).some((hole) => sideOf(inner, centreOf(hole)) === 'inside');
  return isWithin && !hasHole;
}

function sideOf([outline = [], ...holes]: Polygon, point: Position): 'inside' | 'edge' | 'outside' {
  const side = sideOfRing(outline, point);
  if (side !== 'inside') return side;
  const inHoles = holes.map((hole) => sideOfRing(hole, point));
  if (inHoles.includes('edge')) return 'edge';
  return inHoles.includes('inside') ? 'outside' : 'inside';
}

/** Ray casting: counts how often a ray to the east crosses the ring. */
function sideOfRing(ring: Ring, point: Position): 'inside' | 'edge' | 'outside' {
  const [x, y] = point;
  let isInside = false;
  for (const segment of segmentsOf(ring)) {
    if (isOn(segment, point)) return 'edge';
    const [[x1, y1], [x2, y2]] = segment;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
  }
  return isInside ? 'inside' : 'outside';
}

function edges({ lines, polygons }: Shape): Segment[] {
  return [...lines, ...polygons.flat()].flatMap(segmentsOf);
}

function segmentsOf(line: Position[]): Segment[] {
  return line.slice(1).map((to, index): Segment => [line[index] ?? to, to]);
}

function isSame([x1, y1]: Position, [x2, y2]: Position): boolean {
  return Math.abs(x1 - x2) <= tolerance && Math.abs(y1 - y2) <= tolerance;
}

function isOn([a, b]: Segment, point: Position): boolean {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (length <= tolerance) return isSame(a, point);
  const share = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length ** 2;
  return isSame(along([a, b], Math.min(1, Math.max(0, share))), point);
}

/** How far along the first segment the second meets it, from 0 to 1. */
function crossing([a, b]: Segment, [c, d]: Segment): number | undefined {
  const [rx, ry] = [b[0] - a[0], b[1] - a[1]];
  const [sx, sy] = [d[0] - c[0], d[1] - c[1]];
  const cross = rx * sy - ry * sx;
  if (cross === 0) return undefined;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? t : undefined;
}

function along([a, b]: Segment, share: number): Position {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

function centreOf(ring: Ring): Position {
  const corners = ring.slice(1);
  const sum = (axis: 0 | 1): number => corners.reduce((total, corner) => total + corner[axis], 0);
  return [sum(0) / corners.length, sum(1) / corners.length];
}
