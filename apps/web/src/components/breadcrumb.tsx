import type { Link } from '@bodytext/content/taxonomy';
import { useWords } from '../words/words-context.tsx';

/** The topics above a page, from the home page down to the page itself. */
export function Breadcrumb({ above, here }: { above: Link[]; here: string }) {
  const words = useWords();
  return (
    <nav className="breadcrumb" aria-label={words.breadcrumb}>
      <ol>
        <li>
          <a href="/">{words.home}</a>
        </li>
        {above.map(({ id, title, path }) => (
          <li key={id}>
            <a href={path}>{title}</a>
          </li>
        ))}
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  );
}
