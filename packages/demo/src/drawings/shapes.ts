import { type Ground, grounds, palette } from './palette.ts';

const WIDTH = 1600;
const HEIGHT = 900;

export type Point = readonly [x: number, y: number];

const round = (value: number) => Number(value.toFixed(2));

/** A path and its mirror image about x = 0. */
export function mirrored(half: string, attributes: string): string {
  return `<g ${attributes}><path d="${half}"/><path d="${half}" transform="scale(-1 1)"/></g>`;
}

/** The point at `t` (0 to 1) of a cubic Bézier curve, and its direction in degrees. */
function along(curve: readonly [Point, Point, Point, Point], t: number): { at: Point; angle: number } {
  const u = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) =>
    u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  const slope = (a: number, b: number, c: number, d: number) =>
    3 * u * u * (b - a) + 6 * u * t * (c - b) + 3 * t * t * (d - c);
  const [a, b, c, d] = curve;
  const angle = (Math.atan2(slope(a[1], b[1], c[1], d[1]), slope(a[0], b[0], c[0], d[0])) * 180) / Math.PI;
  return { at: [round(mix(a[0], b[0], c[0], d[0])), round(mix(a[1], b[1], c[1], d[1]))], angle: round(angle - 90) };
}

/** Rings that fade outwards: the mark of pain in every picture. */
export function ache([x, y]: Point, radius: number, colour: string = palette.coral): string {
  const rings = [1, 0.74, 0.5, 0.28].map(
    (scale, index) =>
      `<circle cx="${x}" cy="${y}" r="${round(radius * scale)}" fill="${colour}" opacity="${[0.14, 0.2, 0.32, 0.85][index]}"/>`,
  );
  return `<g>${rings.join('')}</g>`;
}

/** A bone of the spine seen from behind: body, two wings and the ridge felt under the skin. */
function vertebra([x, y]: Point, angle: number, size: number, colour: string = palette.cream): string {
  const w = round(size);
  const h = round(size * 0.52);
  return [
    `<g transform="translate(${x} ${y}) rotate(${angle})" fill="${colour}">`,
    `<rect x="${round(-w * 1.05)}" y="${round(-h * 0.34)}" width="${round(w * 2.1)}" height="${round(h * 0.62)}" rx="${round(h * 0.31)}" opacity="0.75"/>`,
    `<rect x="${round(-w / 2)}" y="${round(-h / 2)}" width="${w}" height="${h}" rx="${round(h * 0.44)}"/>`,
    `<circle cy="${round(h * 0.08)}" r="${round(h * 0.2)}" fill="${palette.sea}" opacity="0.45"/>`,
    '</g>',
  ].join('');
}

/** A row of vertebrae along a curve, growing from `small` to `large`. */
export function column(
  curve: readonly [Point, Point, Point, Point],
  count: number,
  sizes: readonly [small: number, large: number],
  colour?: string,
): string {
  return Array.from({ length: count }, (_, index) => {
    const t = index / (count - 1);
    const { at, angle } = along(curve, t);
    return vertebra(at, angle, sizes[0] + (sizes[1] - sizes[0]) * t, colour);
  }).join('');
}

/** The background of every picture: a gradient, a disc and three ribbons. */
function backdrop(ground: Ground, disc: Point, radius: number): string {
  const { from, to, disc: discColour, ribbon } = grounds[ground];
  const soft = ground === 'dusk' ? 0.55 : 0.8;
  return [
    `<defs><linearGradient id="ground" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`,
    `<radialGradient id="disc" cx="0.4" cy="0.35" r="0.75"><stop offset="0" stop-color="${discColour}"/><stop offset="1" stop-color="${discColour}" stop-opacity="0.25"/></radialGradient></defs>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#ground)"/>`,
    `<circle cx="${disc[0]}" cy="${disc[1]}" r="${radius}" fill="url(#disc)" opacity="${soft}"/>`,
    `<g fill="${ribbon}"><path d="M0 690C320 560 560 800 900 700S1390 560 1600 650V900H0Z" opacity="0.14"/>`,
    `<path d="M0 780C300 690 620 870 980 790S1420 700 1600 760V900H0Z" opacity="0.18"/>`,
    `<path d="M0 850C360 800 700 900 1040 855S1440 810 1600 840V900H0Z" opacity="0.22"/></g>`,
  ].join('');
}

export type Scene = { ground: Ground; disc: Point; radius: number; content: string };

/** A whole picture. */
export function picture({ ground, disc, radius, content }: Scene): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">${backdrop(ground, disc, radius)}${content}</svg>\n`;
}
