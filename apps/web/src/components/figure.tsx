import type { Figure as FigureContent } from '@bodytext/schema/figure';
import type { Frame } from '../media/frame.ts';
import { useWords } from '../words/words-context.tsx';
import { MediaImage } from './media-image.tsx';

type Props = { figure: FigureContent; frame?: Frame; sizes: string; isFirst?: boolean };

/** An image with its caption and credit. */
export function Figure({ figure, frame = 'natural', sizes, isFirst }: Props) {
  const words = useWords();
  const { alt, caption, credit } = figure;
  return (
    <figure className="figure">
      <MediaImage figure={figure} frame={frame} alt={alt} sizes={sizes} isFirst={isFirst} />
      {(caption || credit) && (
        <figcaption>
          {caption} {credit && <small>{words.credit(credit)}</small>}
        </figcaption>
      )}
    </figure>
  );
}
