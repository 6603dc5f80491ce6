import type { Figure } from '@bodytext/schema/figure';
import { z } from 'zod';
import { type Asset, type Frame, parseAssetId, type Rect, rectOf } from './frame.ts';

/** The widths in which images are served, in pixels: a fixed list, so that clients can't request endless variants. */
const widths = [160, 320, 480, 640, 960, 1280, 1920] as const;
const formats = ['avif', 'webp', 'jpg'] as const;

export type Width = (typeof widths)[number];
export type Format = (typeof formats)[number];

/** An image as it is served: a crop of an asset, in a width and a format. */
export type Variant = { asset: Asset; rect: Rect; width: Width; format: Format };

/** The attributes of an `img` element. Width and height prevent layout shifts while the image loads. */
export type ImageSource = { src: string; srcSet: string; width: number; height: number };

/**
 * The URLs of a figure's image in a frame; undefined when its asset is not an image.
 *
 * @param widest the largest width in which the layout shows it, in pixels
 */
export function imageSource(
  figure: Pick<Figure, 'asset' | 'crop' | 'hotspot'>,
  frame: Frame,
  format: Format,
  widest: Width = 1920,
): ImageSource | undefined {
  const asset = parseAssetId(figure.asset._ref);
  if (asset === undefined) return undefined;
  const rect = rectOf(figure, asset, frame);
  const offered = offeredWidths(asset, rect, widest);
  const largest = offered.at(-1) ?? widths[0];
  const url = (width: Width) => mediaUrl({ asset, rect, width, format });
  return {
    src: url(largest),
    srcSet: offered.map((width) => `${url(width)} ${width}w`).join(', '),
    width: largest,
    height: Math.max(1, Math.round((largest * rect.height) / rect.width)),
  };
}

/** The largest of these URLs alone, for the sitemap, which lists the images of thousands of pages. */
export function largestImage(
  figure: Pick<Figure, 'asset' | 'crop' | 'hotspot'>,
  frame: Frame,
  format: Format,
  widest: Width,
): string | undefined {
  const asset = parseAssetId(figure.asset._ref);
  if (asset === undefined) return undefined;
  const rect = rectOf(figure, asset, frame);
  return mediaUrl({ asset, rect, width: offeredWidths(asset, rect, widest).at(-1) ?? widths[0], format });
}

/** Vector graphics scale to any width; photographs are never enlarged. */
function offeredWidths(asset: Asset, rect: Rect, widest: Width): Width[] {
  const most = asset.extension === 'svg' ? widest : Math.min(widest, rect.width);
  const fitting = widths.filter((width) => width <= most);
  return fitting.length === 0 ? [widths[0]] : fitting;
}

/** `/media/<asset>/<x>-<y>-<width>-<height>/<width>.<format>`: the only URL of a variant. */
export function mediaUrl({ asset, rect, width, format }: Variant): string {
  return `/media/${asset.name}/${rect.x}-${rect.y}-${rect.width}-${rect.height}/${width}.${format}`;
}

const mediaPath =
  /^(?<name>[^/]+)\/(?<x>\d{1,5})-(?<y>\d{1,5})-(?<w>\d{1,5})-(?<h>\d{1,5})\/(?<width>\d{1,4})\.(?<format>[a-z]{3,4})$/;
const side = z.coerce.number().int();
const parts = z.object({
  name: z.string(),
  x: side,
  y: side,
  w: side,
  h: side,
  width: side.pipe(z.literal(widths)),
  format: z.enum(formats),
});

/** Parses the path after `/media/`; undefined unless it is exactly as `mediaUrl` writes it. */
export function parseMediaPath(path: string): Variant | undefined {
  const parsed = parts.safeParse({ ...mediaPath.exec(path)?.groups });
  const asset = parsed.success ? parseAssetId(`image-${parsed.data.name}`) : undefined;
  if (!parsed.success || asset === undefined) return undefined;
  const { x, y, w, h, width, format } = parsed.data;
  const variant = { asset, rect: { x, y, width: w, height: h }, width, format };
  if (!offeredWidths(asset, variant.rect, 1920).includes(width)) return undefined;
  return mediaUrl(variant) === `/media/${path}` ? variant : undefined;
}
