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

/** What a page shows. */
export type View = HomePage | AToZPage | PeoplePage | ArticleView | TopicPage | PlainPage | PersonPage;

/** What links drafts to the Studio: see `edit.tsx`. */
export type EditFacts = { baseUrl: string; projectId: string; dataset: string };

/** Every page is a pure function of these. */
export type PageProps = {
  view: View;
  /** The site's public origin, for addresses that others read. */
  siteUrl: string;
  /** Whether search engines may list the site. */
  isPublic: boolean;
  /** Set for drafts alone. */
  edit: EditFacts | null;
  /** Whether what readers say of a page can reach the editors. */
  takesFeedback: boolean;
};

/** What a page shows of what was read for it at a moment. */
export function viewOf(
  read: HomePage | AToZPage | PeoplePage | Exclude<AtAddress, { kind: 'missing' | 'redirect' }>,
  now: Date,
): View {
  if (read.kind !== 'article') return read;
  const { placements, override, ...page } = read;
  const topicIds = page.breadcrumb.map(({ id }) => id);
  const review = reviewState(page.article, page.site.settings, now);
  // A page that does not stand behind its own words offers nothing.
  const mayOffer = review !== 'lapsed' && page.article.withdrawal === undefined;
  const chosen = mayOffer
    ? chooseCallToAction({ article: page.article, override, placements, topicIds }, now)
    : undefined;
  return { ...page, callToAction: chosen ?? null, review };
}
