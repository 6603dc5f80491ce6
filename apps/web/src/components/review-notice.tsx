import type { ArticleView } from '../view.ts';
import { useWords } from '../words/words-context.tsx';

/** At the top of an article whose review is so late that readers should not rely on it. */
export function ReviewNotice({ view: { article, review } }: { view: ArticleView }) {
  const words = useWords();
  if (review !== 'lapsed' || article.nextReviewOn === undefined) return null;
  return (
    <aside className="notice" aria-labelledby="review-notice">
      <p id="review-notice">
        <strong>{words.lapsed.title}</strong>
      </p>
      <p>{words.lapsed.text(article.nextReviewOn)}</p>
    </aside>
  );
}
