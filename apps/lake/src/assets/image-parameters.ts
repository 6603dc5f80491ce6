import { z } from 'zod';
import { badRequest } from '../errors.ts';
import { imageLimits } from './limits.ts';

/** @see https://www.sanity.io/docs/apis-and-sdks/image-urls */

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^-?\d+(?:\.\d+)?$/, `must be a number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a number from ${least} to ${most}`)
    // Clients compute sizes, and send fractions of pixels.
    .transform(Math.round)
    .optional();
const fraction = z
  .string()
  .regex(/^(?:\d+(?:\.\d*)?|\.\d+)(?:e-\d+)?$/, 'must be a number from 0 to 1')
  .transform(Number)
  .refine((value) => value <= 1, 'must be a number from 0 to 1')
  .optional();
const oneOf = <const Value extends string>(...values: Value[]) =>
  z.enum(values, `must be one of ${values.join(', ')}`).optional();
const side = whole(1, imageLimits.side.value);

const cropModes = ['top', 'bottom', 'left', 'right', 'center', 'focalpoint', 'entropy'];

const parameters = z.object({
  w: side,
  h: side,
  'max-w': side,
  'max-h': side,
  'min-w': side,
  'min-h': side,
  fit: oneOf('clip', 'crop', 'fill', 'fillmax', 'max', 'scale', 'min'),
  rect: z
    .string()
    .regex(/^\d{1,6},\d{1,6},\d{1,6},\d{1,6}$/, 'must be four whole numbers: left,top,width,height')
    .transform((text) => text.split(',').map(Number))
    .refine(([, , width, height]) => width !== 0 && height !== 0, 'must have a width and a height above 0')
    .optional(),
  crop: z
    .string()
    .transform((text) => text.split(','))
    .refine((modes) => modes.every((mode) => cropModes.includes(mode)), `must be of ${cropModes.join(', ')}`)
    .optional(),
  'fp-x': fraction,
  'fp-y': fraction,
  dpr: z
    .string()
    .regex(/^\d(?:\.\d+)?$/, 'must be a number from 1 to 3')
    .transform(Number)
    // In a browser window that is zoomed out, `devicePixelRatio` is below one, and the Studio sends it.
    .refine((value) => value > 0 && value <= 4, 'must be a number from 1 to 3')
    .optional(),
  q: whole(0, 100),
  fm: oneOf('jpg', 'pjpg', 'png', 'webp', 'avif', 'gif'),
  auto: z
    .string()
    .refine((text) => text.split(',').every((word) => ['format', 'compress'].includes(word)), 'must be format')
    .optional(),
  blur: whole(1, 2_000),
  sharp: whole(0, 100),
  sharpen: whole(0, 100),
  sat: whole(-100, 100),
  invert: oneOf('true', 'false'),
  flip: oneOf('h', 'v', 'hv', 'vh'),
  or: oneOf('0', '90', '180', '270'),
  bg: z
    .string()
    .regex(/^(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i, 'must be a colour: RGB, ARGB, RRGGBB or AARRGGBB')
    .optional(),
  pad: whole(0, 1_000),
  frame: oneOf('1'),
  cs: oneOf('origin', 'srgb', 'cmyk', 'b-w'),
});

export type ImageParameters = z.output<typeof parameters>;

/** Parses an image URL's parameters; others, such as `dl`, are ignored. */
export function parseImageParameters(query: Record<string, string>): ImageParameters {
  // `?w=` comes from URL templates without a value.
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  const parsed = parameters.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0]);
  throw badRequest(`The image parameter “${name}” is “${given[name]?.slice(0, 60)}”: it ${issue?.message}.`);
}

/** Whether the URL requests the image as it was uploaded. */
export function isUnchanged({
  fit: _fit,
  crop: _crop,
  dpr: _dpr,
  frame: _frame,
  ...changes
}: ImageParameters): boolean {
  return Object.values(changes).every((value) => value === undefined);
}

/** Whether the parameters concern only the size of the image and of its file. */
export function isOnlySized(wanted: ImageParameters): boolean {
  const { w: _w, h: _h, fit, q: _q, dpr, auto: _auto, ...rest } = wanted;
  return (fit === undefined || ['clip', 'max', 'min', 'crop'].includes(fit)) && isUnchanged({ ...rest, dpr });
}

export type Colour = { r: number; g: number; b: number; alpha: number };

/** A colour in the notation of image URLs, with its alpha first. */
export function parseColour(text: string): Colour {
  const digits = text.length <= 4 ? [...text].map((digit) => digit + digit).join('') : text;
  const [alpha = 255, r = 0, g = 0, b = 0] = Buffer.from(digits.padStart(8, 'f'), 'hex');
  return { r, g, b, alpha: alpha / 255 };
}
