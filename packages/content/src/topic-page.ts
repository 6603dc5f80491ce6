import type { Topic } from '@bodytext/schema/topic';
import { z } from 'zod';
import { queryWithFallback, type Read, type ReadContext } from './read.ts';
import type { Site } from './site.ts';
import { tag } from './tags.ts';
import type { Link, Taxonomy } from './taxonomy.ts';
import { listed, type Teaser, teaserProjection, teasersOf } from './teaser.ts';

/** The data of a topic's page: the topic and its whole branch. */
export type TopicPage = {
  kind: 'topic';
  site: Site;
  topic: Topic;
  path: string;
  /** The topics above it, from the top. */
  breadcrumb: Link[];
  branch: TopicBranch;
  /** Whether the branch has more articles than the page shows. */
  hasMore: boolean;
};

/** A topic with its articles and child topics. */
export type TopicBranch = Link & { summary: string | undefined; articles: Teaser[]; children: TopicBranch[] };

/** Bounds the size of the page; A to Z lists all articles. */
const maxArticles = 300;

const articlesGroq = `{
  "articles": *[${listed} && topic._ref in $branch] | order(title asc, _id asc) [0..${maxArticles}] ${teaserProjection}
}`;

/** Reads the articles of a topic's branch. */
export async function readTopicPage(
  context: ReadContext,
  own: Topic,
  { site, taxonomy }: { site: Site; taxonomy: Taxonomy },
): Promise<Read<TopicPage>> {
  const ids = taxonomy.branchOf(own._id);
  const { data: answer, stale } = await queryWithFallback(context, {
    name: 'articles of a branch',
    about: own._id,
    groq: articlesGroq,
    params: { branch: ids },
    parse: (value) => z.object({ articles: z.array(z.unknown()) }).parse(value),
  });
  const teasers = teasersOf(context, taxonomy, answer.articles.slice(0, maxArticles));
  const hasMore = answer.articles.length > maxArticles;
  const link = { id: own._id, title: own.title, path: taxonomy.pathOf(own) ?? '' };
  return {
    data: {
      kind: 'topic',
      site,
      topic: own,
      path: link.path,
      breadcrumb: taxonomy.breadcrumbOf(own),
      branch: branchBelow({ ...link, summary: own.summary }, taxonomy, teasers),
      hasMore,
    },
    tags: [
      tag.document(own._id),
      ...taxonomy.tagsOfPath(own),
      ...ids.flatMap((id) => [tag.document(id), tag.children(id)]),
      // With more articles than fit, a new title may move another one onto the page.
      ...(hasMore ? ids.map(tag.order) : []),
      ...teasers.flatMap((teaser) => teaser.tags),
    ],
    validUntil: null,
    stale,
  };
}

/** A branch as a tree, with every article under its own topic. */
export function branchBelow(
  own: Link & { summary: string | undefined },
  taxonomy: Taxonomy,
  teasers: readonly Teaser[],
): TopicBranch {
  const children = taxonomy.childrenOf(own.id).flatMap((child) => {
    const link = taxonomy.linkTo(child._id);
    return link === undefined ? [] : [branchBelow({ ...link, summary: child.summary }, taxonomy, teasers)];
  });
  return { ...own, articles: teasers.filter(({ topicId }) => topicId === own.id), children };
}
