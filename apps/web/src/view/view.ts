import type { AToZPage } from '@bodytext/content/a-to-z';
import type { AtAddress } from '@bodytext/content/address';
import type { ArticlePage } from '@bodytext/content/article-page';
import type { HomePage } from '@bodytext/content/home-page';
import type { PeoplePage } from '@bodytext/content/people-page';
import type { PersonPage } from '@bodytext/content/person-page';
import type { PlainPage } from '@bodytext/content/plain-page';
import type { TopicPage } from '@bodytext/content/topic-page';
import { type ChosenCallToAction, chooseCallToAction } from '@bodytext/newsroom/choose-call-to-action';
import { type ReviewState, reviewState } from '@bodytext/schema/review';

/** An article with the call to action that was chosen for it. */
export type ArticleView = Omit<ArticlePage, 'placements' | 'override'> & {
  callToAction: ChosenCallToAction | null;
  review: ReviewState;
};

/** The content of a page, with what was derived from it. */
export type View = HomePage | AToZPage | PeoplePage | ArticleView | TopicPage | PlainPage | PersonPage;

/** What visual editing needs: see `visual-editing.tsx`. */
export type VisualEditingConfig = { baseUrl: string; projectId: string; dataset: string };

/** The props of every page. */
export type PageProps = {
  view: View;
  /** The site's public origin, for absolute URLs. */
  siteUrl: string;
  /** Whether search engines may list the site. */
  isPublic: boolean;
  /** Null for published pages. */
  edit: VisualEditingConfig | null;
  /** Whether readers' feedback can reach the editors. */
  takesFeedback: boolean;
};

/** Derives the view of a page from its content: at this time, since reviews lapse and placements start and end. */
export function viewOf(
  read: HomePage | AToZPage | PeoplePage | Exclude<AtAddress, { kind: 'missing' | 'redirect' }>,
  now: Date,
): View {
  if (read.kind !== 'article') return read;
  const { placements, override, ...page } = read;
  const topicIds = page.breadcrumb.map(({ id }) => id);
  const review = reviewState(page.article, page.site.settings, now);
  // No offers beside content that readers are told not to rely on.
  const mayOffer = review !== 'lapsed' && page.article.withdrawal === undefined;
  const chosen = mayOffer
    ? chooseCallToAction({ article: page.article, override, placements, topicIds }, now)
    : undefined;
  return { ...page, callToAction: chosen ?? null, review };
}
