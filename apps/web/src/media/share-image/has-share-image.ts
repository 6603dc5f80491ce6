import type { ArticleView, View } from '../../view/view.ts';

/** Only articles have a share image, and not withdrawn ones, since their headline no longer stands. */
export function hasShareImage(view: View | undefined): view is ArticleView {
  return view?.kind === 'article' && view.article.withdrawal === undefined;
}
