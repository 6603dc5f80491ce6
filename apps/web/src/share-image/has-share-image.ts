import type { ArticleView, View } from '../view.ts';

/** Whether a picture is drawn for it: of articles alone, and not of one whose headline no longer stands. */
export function hasShareImage(view: View | undefined): view is ArticleView {
  return view?.kind === 'article' && view.article.withdrawal === undefined;
}
