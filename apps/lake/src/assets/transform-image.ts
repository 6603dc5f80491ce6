import sharp, { type Sharp } from 'sharp';
import { cutOut, type Framing, frame, type Size } from './image-frame.ts';
import { type Colour, type ImageParameters, parseColour } from './image-parameters.ts';
import { openImage } from './open-image.ts';
import type { OutputFormat } from './output-format.ts';

const defaultQuality = 75;
const nothing: Colour = { r: 0, g: 0, b: 0, alpha: 0 };
const white: Colour = { r: 255, g: 255, b: 255, alpha: 1 };

/** Renders an image as its URL describes, and writes it to a file, without metadata. */
export async function transformImage(
  from: string,
  to: string,
  wanted: ImageParameters,
  format: OutputFormat,
): Promise<void> {
  const header = await openImage(from).metadata();
  const frames = header.pages ?? 1;
  const animated = frames > 1 && (format === 'gif' || format === 'webp') && canAnimate(wanted);
  const whole = { width: header.autoOrient.width, height: header.autoOrient.height };
  // The image is rotated last: for 90 and 270 degrees, it is fitted into a frame with width and height swapped.
  const unrotated = isQuarterTurn(wanted) ? withSidesSwapped(wanted) : wanted;
  const source = cutOut(whole, wanted.rect);
  const framing = frame(source, unrotated);
  const opened = openImage(from, { animated });
  const cut = (animated ? opened : opened.autoOrient()).extract(source);
  const framed = wanted.crop?.includes('entropy') && framing.cut ? busiest(cut, framing.cut) : scaled(cut, framing);
  const turned = animated ? flopped(framed, wanted) : await turn(framed, wanted);
  const canvas = framing.canvas && (isQuarterTurn(wanted) ? swapped(framing.canvas) : framing.canvas);
  const placed = onCanvas(
    turned,
    isQuarterTurn(wanted) ? swapped(framing.scaled) : framing.scaled,
    canvas,
    wanted,
    format,
  );
  await encode(withEffects(withBackground(placed, wanted, format), wanted), format, wanted).toFile(to);
}

/** Rotating, flipping vertically and entropy cropping work on the first frame only. */
function canAnimate({ frame: first, or: orientation, flip, crop }: ImageParameters): boolean {
  return first === undefined && !Number(orientation) && !flip?.includes('v') && !crop?.includes('entropy');
}

function isQuarterTurn({ or: orientation }: ImageParameters): boolean {
  return orientation === '90' || orientation === '270';
}

function withSidesSwapped(wanted: ImageParameters): ImageParameters {
  return {
    ...wanted,
    w: wanted.h,
    h: wanted.w,
    'max-w': wanted['max-h'],
    'max-h': wanted['max-w'],
    'min-w': wanted['min-h'],
    'min-h': wanted['min-w'],
  };
}

function swapped({ width, height }: Size): Size {
  return { width: height, height: width };
}

function scaled(picture: Sharp, { scaled: size, cut }: Framing): Sharp {
  const resized = picture.resize({ ...size, fit: 'fill' });
  return cut ? resized.extract(cut) : resized;
}

function busiest(picture: Sharp, { width, height }: Size): Sharp {
  return picture.resize({ width, height, fit: 'cover', position: sharp.strategy.entropy });
}

/** In a pass of its own: within one pipeline, sharp rotates before it crops. */
async function turn(picture: Sharp, wanted: ImageParameters): Promise<Sharp> {
  const angle = Number(wanted.or ?? 0);
  if (angle === 0 && !wanted.flip) return picture;
  const { data, info } = await picture.toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer({
    resolveWithObject: true,
  });
  const again = openImage.raw(data, info);
  const turned = angle === 0 ? again : again.rotate(angle);
  return wanted.flip?.includes('v') ? flopped(turned.flip(), wanted) : flopped(turned, wanted);
}

function flopped(picture: Sharp, { flip }: ImageParameters): Sharp {
  return flip?.includes('h') ? picture.flop() : picture;
}

/** Centers the image on its canvas, with padding around it. */
function onCanvas(
  picture: Sharp,
  size: Size,
  canvas: Size = size,
  { pad = 0, bg }: ImageParameters,
  format: OutputFormat,
): Sharp {
  const left = Math.floor((canvas.width - size.width) / 2);
  const top = Math.floor((canvas.height - size.height) / 2);
  const edges = {
    left: left + pad,
    right: canvas.width - size.width - left + pad,
    top: top + pad,
    bottom: canvas.height - size.height - top + pad,
  };
  if (Object.values(edges).every((edge) => edge === 0)) return picture;
  const background = bg ? parseColour(bg) : format === 'jpeg' ? white : nothing;
  return picture.extend({ ...edges, background });
}

/** Fills transparent areas; with white by default in a JPEG, which has no alpha. */
function withBackground(picture: Sharp, { bg }: ImageParameters, format: OutputFormat): Sharp {
  const colour = bg ? parseColour(bg) : undefined;
  if (colour && colour.alpha < 1 && format !== 'jpeg') {
    const input = { create: { width: 1, height: 1, channels: 4 as const, background: colour } };
    return picture.composite([{ input, tile: true, blend: 'dest-over' }]);
  }
  if (colour) return picture.flatten({ background: colour });
  return format === 'jpeg' ? picture.flatten({ background: white }) : picture;
}

function withEffects(picture: Sharp, { blur, sharpen, sharp: sharpness, sat, invert, cs }: ImageParameters): Sharp {
  const blurred = blur ? picture.blur(Math.max(0.3, blur / 10)) : picture;
  const amount = sharpness ?? sharpen;
  const crisp = amount ? blurred.sharpen({ sigma: 0.5 + amount / 50 }) : blurred;
  const coloured = sat ? crisp.modulate({ saturation: 1 + sat / 100 }) : crisp;
  const toned = cs === 'b-w' ? coloured.toColourspace('b-w') : coloured;
  return invert === 'true' ? toned.negate({ alpha: false }) : toned;
}

function encode(picture: Sharp, format: OutputFormat, wanted: ImageParameters): Sharp {
  const quality = Math.max(1, wanted.q ?? defaultQuality);
  const profiled = wanted.cs === 'origin' ? picture.keepIccProfile() : picture;
  const printed = wanted.cs === 'cmyk' && format === 'jpeg' ? profiled.toColourspace('cmyk') : profiled;
  if (format === 'jpeg') return printed.jpeg({ quality, progressive: wanted.fm === 'pjpg', mozjpeg: true });
  // A low effort, since the first request waits for it; a lower quality, at which AVIF looks as good as JPEG.
  if (format === 'avif') return printed.avif({ quality: Math.max(1, Math.round(quality * 0.75)), effort: 2 });
  if (format === 'webp') return printed.webp({ quality });
  return format === 'gif' ? printed.gif() : printed.png({ compressionLevel: 9 });
}
