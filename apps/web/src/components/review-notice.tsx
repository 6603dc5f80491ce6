import { reviewDueOn } from '@bodytext/schema/review';
import type { ArticleView } from '../view/view.ts';
import { useWords } from '../words/words-context.tsx';

/** The notice at the top of an article whose review has lapsed. */
export function ReviewNotice({ view: { article, review } }: { view: ArticleView }) {
  const words = useWords();
  const dueOn = reviewDueOn(article);
  if (review !== 'lapsed' || dueOn === undefined) return null;
  return (
    <aside className="notice" aria-labelledby="review-notice">
      <p id="review-notice">
        <strong>{words.lapsed.title}</strong>
      </p>
      <p>{words.lapsed.text(dueOn)}</p>
    </aside>
  );
}
