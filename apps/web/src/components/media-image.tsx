import type { Figure } from '@bodytext/schema/figure';
import type { Frame } from '../media/frame.ts';
import { imageSource, type Width } from '../media/media-url.ts';

type Props = {
  figure: Pick<Figure, 'asset' | 'crop' | 'hotspot'>;
  frame: Frame;
  /** What the image shows; empty where the words beside it say so already. */
  alt: string;
  /** How wide the layout shows it: an `img` element's `sizes`. */
  sizes: string;
  widest?: Width;
  /** For the one image that readers see first. */
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
      {/* next/image would write inline styles, which our policy forbids. */}
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
