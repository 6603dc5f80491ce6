import type { AToZPage } from '@bodytext/content/a-to-z';
import { useWords } from '../words/words-context.tsx';
import { Breadcrumb } from './breadcrumb.tsx';

/** All conditions in alphabetical order. */
export function AToZ({ view: { letters, letter, groups } }: { view: AToZPage }) {
  const words = useWords();
  return (
    <div className="a-to-z">
      <header className="page-header">
        <Breadcrumb
          above={letter === undefined ? [] : [{ id: 'a-to-z', title: words.aToZ.title, path: '/a-to-z' }]}
          here={letter ?? words.aToZ.title}
        />
        <h1>{letter === undefined ? words.aToZ.title : words.aToZ.under(letter)}</h1>
      </header>
      {letters.length === 0 && <p>{words.nothingYet}</p>}
      {letters.length > 0 && (
        <nav className="letters" aria-label={words.aToZ.letters}>
          <ul>
            {letters.map((one) => (
              <li key={one.letter}>
                <a href={hrefOf(one, { letter, groups })} aria-current={one.letter === letter ? 'page' : undefined}>
                  {one.letter}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {groups.map((group) => (
        <section key={group.letter} className="letter" aria-labelledby={anchorOf(group.letter)}>
          <h2 id={anchorOf(group.letter)}>{group.letter}</h2>
          <ul>
            {group.articles.map(({ id, title, path }) => (
              <li key={id}>
                <a href={path}>{title}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

type Letter = AToZPage['letters'][number];

/** A letter leads to its group on this page if there is one, otherwise to the letter's own page. */
function hrefOf(one: Letter, { letter, groups }: Pick<AToZPage, 'letter' | 'groups'>): string {
  const isBelow = letter === undefined && groups.some((group) => group.letter === one.letter);
  return isBelow ? `#${anchorOf(one.letter)}` : one.path;
}

function anchorOf(letter: string): string {
  return `letter-${letter.toLowerCase()}`;
}
