import { structuredData } from '../machine-readable/structured-data/structured-data.ts';
import { pageMetadata } from '../view/page-metadata.ts';
import type { PageProps } from '../view/view.ts';
import { wordsIn } from '../words/words.ts';
import { WordsContext } from '../words/words-context.tsx';
import { AToZ } from './a-to-z.tsx';
import { Article } from './article.tsx';
import { Home } from './home.tsx';
import { Layout } from './layout.tsx';
import { PageHead } from './page-head.tsx';
import { People } from './people.tsx';
import { Person } from './person.tsx';
import { PlainPage } from './plain-page.tsx';
import { Topic } from './topic.tsx';
import { VisualEditingContext } from './visual-editing.tsx';
import { WithdrawnArticle } from './withdrawn-article.tsx';

/** A whole page, with head and layout. */
export function ViewPage(props: PageProps) {
  return (
    <VisualEditingContext value={props.edit}>
      <PageHead metadata={pageMetadata(props)} structuredData={structuredData(props)} />
      <WordsContext value={wordsIn(props.view.site.settings.language)}>
        <Layout site={props.view.site}>
          <Content {...props} />
        </Layout>
      </WordsContext>
    </VisualEditingContext>
  );
}

function Content({ view, siteUrl, takesFeedback }: PageProps) {
  switch (view.kind) {
    case 'home':
      return <Home view={view} />;
    case 'article':
      return view.article.withdrawal ? (
        <WithdrawnArticle view={view} withdrawal={view.article.withdrawal} />
      ) : (
        <Article view={view} siteUrl={siteUrl} takesFeedback={takesFeedback} />
      );
    case 'aToZ':
      return <AToZ view={view} />;
    case 'people':
      return <People view={view} />;
    case 'topic':
      return <Topic view={view} />;
    case 'person':
      return <Person view={view} />;
    case 'page':
      return <PlainPage view={view} />;
  }
}
