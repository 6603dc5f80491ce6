import type { Withdrawal } from '@bodytext/schema/withdrawal';
import type { ArticleView } from '../view/view.ts';
import { Parts, useWords } from '../words/words-context.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { useEditAttributes } from './visual-editing.tsx';

/** The page at the address of a withdrawn article: why it was withdrawn, and what to read instead. */
export function WithdrawnArticle({ view, withdrawal }: { view: ArticleView; withdrawal: Withdrawal }) {
  const words = useWords();
  const { article, breadcrumb, links } = view;
  const edit = useEditAttributes(article);
  const instead = withdrawal.instead && links[withdrawal.instead._ref];
  const topic = breadcrumb.at(-1);
  return (
    <article className="withdrawn">
      <header className="page-header">
        <Breadcrumb above={breadcrumb} here={article.title} />
        <h1 {...edit('title')}>{article.title}</h1>
      </header>
      <div className="notice">
        <p className="kicker">{words.withdrawn.kicker}</p>
        <p {...edit('withdrawal', 'notice')}>{withdrawal.notice}</p>
        {instead && (
          <p>
            <Parts>{words.withdrawn.instead(<a href={instead.path}>{instead.title}</a>)}</Parts>
          </p>
        )}
        <p className="withdrawn-on">
          <Parts>
            {words.withdrawn.on(<time dateTime={withdrawal.withdrawnOn}>{words.day(withdrawal.withdrawnOn)}</time>)}
          </Parts>
        </p>
      </div>
      {topic && (
        <p className="withdrawn-topic">
          <a href={topic.path}>{words.articlesIn(topic.title)}</a>
        </p>
      )}
    </article>
  );
}
