import type { TopicBranch, TopicPage } from '@bodytext/content/topic-page';
import { useWords } from '../words/words-context.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { TeaserList } from './teaser.tsx';
import { useEditAttributes } from './visual-editing.tsx';

/** A topic: its own articles first, then those of each subtopic. */
export function Topic({ view: { topic, breadcrumb, branch, hasMore } }: { view: TopicPage }) {
  const words = useWords();
  const edit = useEditAttributes(topic);
  const isEmpty = branch.articles.length === 0 && branch.children.length === 0;
  return (
    <div className="topic">
      <header className="page-header">
        <Breadcrumb above={breadcrumb} here={topic.title} />
        <h1 {...edit('title')}>{topic.title}</h1>
        {topic.summary && (
          <p className="lead" {...edit('summary')}>
            {topic.summary}
          </p>
        )}
      </header>
      {isEmpty && <p>{words.nothingYet}</p>}
      {branch.articles.length > 0 && (
        <section className="topic-group" aria-labelledby="articles">
          <h2 id="articles">{words.articlesIn(topic.title)}</h2>
          <TeaserList teasers={branch.articles} headingLevel={3} />
        </section>
      )}
      {branch.children.map((child) => (
        <TopicGroup key={child.id} branch={child} />
      ))}
      {hasMore && (
        <p>
          <a href="/a-to-z">{words.moreArticles}</a>
        </p>
      )}
    </div>
  );
}

/** A subtopic, with the articles of its whole branch in one list. */
function TopicGroup({ branch }: { branch: TopicBranch }) {
  const articles = articlesIn(branch);
  return (
    <section className="topic-group" aria-labelledby={`topic-${branch.id}`}>
      <h2 id={`topic-${branch.id}`}>
        <a href={branch.path}>{branch.title}</a>
      </h2>
      {branch.summary && <p className="topic-summary">{branch.summary}</p>}
      {branch.children.length > 0 && (
        <ul className="topic-children">
          {branch.children.map(({ id, title, path }) => (
            <li key={id}>
              <a href={path}>{title}</a>
            </li>
          ))}
        </ul>
      )}
      {articles.length > 0 && <TeaserList teasers={articles} headingLevel={3} />}
    </section>
  );
}

function articlesIn({ articles, children }: TopicBranch): TopicBranch['articles'] {
  return [...articles, ...children.flatMap(articlesIn)];
}
