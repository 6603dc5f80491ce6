import type { Teaser as TeaserContent } from '@bodytext/content/teaser';
import { truncate } from '../text/truncate.ts';
import { MediaImage } from './media-image.tsx';

type HeadingLevel = 2 | 3 | 4;

type ListProps = {
  teasers: TeaserContent[];
  headingLevel: HeadingLevel;
  /** Whether the first teaser is large, at the top of the page. */
  startsLarge?: boolean;
};

const cardSizes = '(min-width: 66rem) 24rem, (min-width: 42rem) 45vw, 6.5rem';
const largeSizes = '(min-width: 66rem) 50rem, 92vw';

/** Articles as a list of cards. */
export function TeaserList({ teasers, headingLevel, startsLarge = false }: ListProps) {
  return (
    <ul className={startsLarge ? 'teasers teasers-start-large' : 'teasers'}>
      {teasers.map((teaser, index) => {
        const isLarge = startsLarge && index === 0;
        return (
          <li key={teaser.id}>
            <Teaser
              teaser={teaser}
              headingLevel={headingLevel}
              sizes={isLarge ? largeSizes : cardSizes}
              isFirst={isLarge}
            />
          </li>
        );
      })}
    </ul>
  );
}

type Props = { teaser: TeaserContent; headingLevel: HeadingLevel; sizes: string; isFirst?: boolean };

/** The image has an empty alternative text, since the headline beside it says where the link leads. */
function Teaser({ teaser: { title, headline, path, description, image }, headingLevel, sizes, isFirst }: Props) {
  const Heading = `h${headingLevel}` as const;
  return (
    <article className={image ? 'teaser teaser-with-image' : 'teaser'}>
      {image && <MediaImage figure={image} frame="card" alt="" sizes={sizes} widest={1280} isFirst={isFirst} />}
      <div className="teaser-text">
        {headline !== title && <p className="kicker">{title}</p>}
        <Heading>
          <a href={path}>{headline}</a>
        </Heading>
        {description && <p className="teaser-description">{truncate(description, 160)}</p>}
      </div>
    </article>
  );
}
