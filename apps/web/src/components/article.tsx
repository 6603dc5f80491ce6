import { sectionNames } from '@bodytext/schema/section';
import { Fragment } from 'react';
import type { ArticleView } from '../view/view.ts';
import { useWords } from '../words/words-context.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { Byline } from './byline.tsx';
import { CallToAction } from './call-to-action.tsx';
import { ChangeLog } from './change-log.tsx';
import { CitationContext, citedPlaces } from './citation.tsx';
import { Feedback } from './feedback.tsx';
import { Figure } from './figure.tsx';
import { Neighbours } from './neighbours.tsx';
import { OnThisPage } from './on-this-page.tsx';
import { LinksContext, PortableText } from './portable-text.tsx';
import { References } from './references.tsx';
import { ReviewNotice } from './review-notice.tsx';
import { Section } from './section.tsx';
import { Share } from './share.tsx';
import { TeaserList } from './teaser.tsx';
import { useEditAttributes } from './visual-editing.tsx';

const positionAfter = { what: 'afterWhat', causes: 'afterCauses', ordeal: 'afterOrdeal' } as const;

type Props = { view: ArticleView; siteUrl: string; takesFeedback: boolean };

/** An article: its three sections, references and change log. */
export function Article({ view, siteUrl, takesFeedback }: Props) {
  const words = useWords();
  const { article, breadcrumb, references, links, callToAction, related, previous, next } = view;
  const topic = breadcrumb.at(-1)?.title ?? article.title;
  const edit = useEditAttributes(article);
  const places = citedPlaces([article.lead, ...sectionNames.map((name) => article[name].body)], references);
  return (
    <LinksContext value={links}>
      <CitationContext value={places}>
        <article className="article">
          <header className="article-header">
            <Breadcrumb above={breadcrumb} here={article.title} />
            <p className="kicker" {...edit('title')}>
              {article.title}
            </p>
            <h1 {...edit('headline')}>{article.headline}</h1>
            <div className="lead" {...edit('lead')}>
              <PortableText value={article.lead} />
            </div>
            <Byline view={view} />
          </header>
          <ReviewNotice view={view} />
          <OnThisPage article={article} hasReferences={references.length > 0} />
          {article.heroImage && (
            <div className="hero" {...edit('heroImage')}>
              <Figure figure={article.heroImage} frame="wide" sizes="(min-width: 66rem) 56rem, 92vw" isFirst />
            </div>
          )}
          {sectionNames.map((name) => (
            <Fragment key={name}>
              <Section article={article} name={name} />
              {callToAction?.position === positionAfter[name] && (
                <CallToAction callToAction={callToAction.callToAction} />
              )}
            </Fragment>
          ))}
          <References references={references} places={places} />
          <ChangeLog view={view} />
          <Share title={article.headline} url={`${siteUrl}${view.path}`} />
          {takesFeedback && <Feedback address={view.path} revision={article._rev} />}
        </article>
        <Neighbours topic={topic} previous={previous} next={next} />
        {related.length > 0 && (
          <section className="related" aria-labelledby="related">
            <h2 id="related">{words.related(topic)}</h2>
            <TeaserList teasers={related} headingLevel={3} />
          </section>
        )}
      </CitationContext>
    </LinksContext>
  );
}
