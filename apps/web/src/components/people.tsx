import type { PeoplePage } from '@bodytext/content/people-page';
import { useWords } from '../words/words-context.tsx';
import { Breadcrumb } from './breadcrumb.tsx';

/** Everyone who writes or reviews. */
export function People({ view: { people } }: { view: PeoplePage }) {
  const words = useWords();
  return (
    <div className="people">
      <header className="page-header">
        <Breadcrumb above={[]} here={words.people} />
        <h1>{words.people}</h1>
        <p className="lead">{words.peopleLead}</p>
      </header>
      {people.length === 0 && <p>{words.nothingYet}</p>}
      <ul className="people-list">
        {people.map(({ id, title, path, role, credentials }) => (
          <li key={id}>
            <a href={path}>{title}</a>
            {(role || credentials) && <span>{[role, credentials].filter(Boolean).join(' · ')}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
