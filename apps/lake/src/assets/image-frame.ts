import type { ImageParameters } from './image-parameters.ts';
import { imageLimits } from './limits.ts';

const longestSide = imageLimits.side.value;
const focusFromEdge: Record<string, { x?: number; y?: number }> = {
  left: { x: 0 },
  right: { x: 1 },
  top: { y: 0 },
  bottom: { y: 1 },
};

export type Size = { width: number; height: number };
export type Rectangle = Size & { left: number; top: number };

/** The steps of fitting an image: scale, then crop, then place on a canvas. */
export type Framing = { scaled: Size; cut?: Rectangle; canvas?: Size };

/** A frame that is impossible for this image; the message is for the client. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** The part of an image that `rect` selects. */
export function cutOut(whole: Size, rect: number[] | undefined): Rectangle {
  const [left = 0, top = 0, width = whole.width, height = whole.height] = rect ?? [];
  if (left >= whole.width || top >= whole.height) {
    throw new FrameError(`The image parameter “rect” lies outside of the picture, ${whole.width} by ${whole.height}.`);
  }
  return { left, top, width: Math.min(width, whole.width - left), height: Math.min(height, whole.height - top) };
}

/** Fits an image as the URL says. Small images are enlarged, except with `max`, `min` and `fillmax`. */
export function frame(source: Size, wanted: ImageParameters): Framing {
  const framing = fitted(source, scaledBy(wanted, wanted.dpr ?? 1));
  for (const { width, height } of [framing.scaled, framing.canvas ?? framing.scaled]) {
    const most = Math.max(longestSide, source.width, source.height);
    if (Math.max(width, height) > most) {
      throw new FrameError(`The picture would be ${width} by ${height}: no side may be longer than ${most} pixels.`);
    }
  }
  return framing;
}

function fitted(source: Size, wanted: ImageParameters): Framing {
  const { w, h, fit = 'clip' } = wanted;
  if (fit === 'crop' || fit === 'min') {
    const limits = fit === 'crop' ? wanted : {};
    return cropped(source, limited(sidesOf(source, wanted), limits), wanted);
  }
  if (w === undefined && h === undefined) return { scaled: source };
  if (fit === 'scale') return { scaled: sidesOf(source, wanted) };
  const factor = Math.min((w ?? Infinity) / source.width, (h ?? Infinity) / source.height);
  const mayGrow = fit === 'clip' || fit === 'fill';
  const scaled = times(source, mayGrow ? factor : Math.min(1, factor));
  if (fit !== 'fill' && fit !== 'fillmax') return { scaled };
  return { scaled, canvas: { width: w ?? scaled.width, height: h ?? scaled.height } };
}

/** The requested size; a missing side follows from the aspect ratio, without either it is the image's own size. */
function sidesOf(source: Size, { w, h }: Pick<ImageParameters, 'w' | 'h'>): Size {
  if (w !== undefined && h !== undefined) return { width: w, height: h };
  const factor = w !== undefined ? w / source.width : h !== undefined ? h / source.height : 1;
  return times(source, factor);
}

function limited({ width, height }: Size, limits: Partial<ImageParameters>): Size {
  const within = (value: number, least = 1, most = Infinity) => Math.min(most, Math.max(least, value));
  return {
    width: within(width, limits['min-w'], limits['max-w']),
    height: within(height, limits['min-h'], limits['max-h']),
  };
}

function cropped(source: Size, size: Size, wanted: ImageParameters): Framing {
  const shrinkage = wanted.fit === 'min' ? Math.min(1, source.width / size.width, source.height / size.height) : 1;
  const { width, height } = times(size, shrinkage);
  const scale = Math.max(width / source.width, height / source.height);
  const scaled = {
    width: Math.max(width, Math.round(source.width * scale)),
    height: Math.max(height, Math.round(source.height * scale)),
  };
  const { x, y } = focus(wanted);
  const left = clamp(Math.round(x * scaled.width - width / 2), scaled.width - width);
  const top = clamp(Math.round(y * scaled.height - height / 2), scaled.height - height);
  return { scaled, cut: { left, top, width, height } };
}

/** The point around which the image is cropped, in fractions of its sides. */
function focus({ crop = ['focalpoint'], 'fp-x': x = 0.5, 'fp-y': y = 0.5 }: ImageParameters): { x: number; y: number } {
  if (crop.includes('focalpoint')) return { x, y };
  return Object.assign({ x: 0.5, y: 0.5 }, ...crop.map((edge) => focusFromEdge[edge]));
}

function scaledBy(wanted: ImageParameters, factor: number): ImageParameters {
  const scale = (side: number | undefined) => (side === undefined ? undefined : Math.max(1, Math.round(side * factor)));
  return {
    ...wanted,
    w: scale(wanted.w),
    h: scale(wanted.h),
    'max-w': scale(wanted['max-w']),
    'max-h': scale(wanted['max-h']),
    'min-w': scale(wanted['min-w']),
    'min-h': scale(wanted['min-h']),
  };
}

function times({ width, height }: Size, factor: number): Size {
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
