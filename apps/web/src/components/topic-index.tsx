import type { Link } from '@bodytext/content/taxonomy';
import type { TopicBranch } from '@bodytext/content/topic-page';
import type { ReactNode } from 'react';

/** A topic, with its summary and subtopics if they were read. */
type Entry = Link & Partial<Pick<TopicBranch, 'summary' | 'children'>>;

/** A list of topics to browse. `children` are entries before them. */
export function TopicIndex({ title, topics, children }: { title: string; topics: Entry[]; children?: ReactNode }) {
  return (
    <section className="topic-index" aria-labelledby="topics">
      <h2 id="topics">{title}</h2>
      <ul>
        {children}
        {topics.map((topic) => (
          <li key={topic.id}>
            <TopicEntry topic={topic} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TopicEntry({ topic: { title, path, summary, children = [] } }: { topic: Entry }) {
  return (
    <>
      <h3>
        <a href={path}>{title}</a>
      </h3>
      {summary && <p>{summary}</p>}
      {children.length > 0 && (
        <ul className="topic-children">
          {children.map((child) => (
            <li key={child.id}>
              <a href={child.path}>{child.title}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
