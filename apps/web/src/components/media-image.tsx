import type { Figure } from '@bodytext/schema/figure';
import type { Frame } from '../media/frame.ts';
import { imageSource, type Width } from '../media/media-url.ts';

type Props = {
  figure: Pick<Figure, 'asset' | 'crop' | 'hotspot'>;
  frame: Frame;
  /** The alternative text; empty where the text beside the image says the same. */
  alt: string;
  /** An `img` element's `sizes`: how wide the layout shows it. */
  sizes: string;
  widest?: Width;
  /** For the image at the top of a page: loaded eagerly, with high priority. */
  isFirst?: boolean;
};

/** An image from `/media`, in the smallest format and size that the browser can use. */
export function MediaImage({ figure, frame, alt, sizes, widest, isFirst = false }: Props) {
  const webp = imageSource(figure, frame, 'webp', widest);
  const avif = imageSource(figure, frame, 'avif', widest);
  if (webp === undefined || avif === undefined) return null;
  return (
    <picture>
      <source type="image/avif" srcSet={avif.srcSet} sizes={sizes} />
      {/* Not next/image: its inline styles are forbidden by our policy. */}
      <img
        {...webp}
        sizes={sizes}
        alt={alt}
        loading={isFirst ? undefined : 'lazy'}
        decoding="async"
        fetchPriority={isFirst ? 'high' : undefined}
      />
    </picture>
  );
}
