import { z } from 'zod';
import { queryWithFallback, type Read, type ReadContext } from './read.ts';
import { type Site, siteAnswer, siteGroq, siteOf } from './site.ts';
import { tag } from './tags.ts';
import { listed, type Teaser, teaserProjection, teasersOf } from './teaser.ts';
import { branchBelow, type TopicBranch } from './topic-page.ts';

/** The data of the home page. */
export type HomePage = { kind: 'home'; site: Site; topics: TopicBranch[]; latest: Teaser[] };

const maxLatest = 7;

const dated = `{firstPublishedAt, _createdAt, ${teaserProjection.slice(1, -1)}}`;

/**
 * Two queries, each sorted by one field, so that an index can answer them. `firstPublishedAt` is never before
 * `_createdAt`, so the latest articles are among both results.
 */
const groq = `{
  ${siteGroq},
  "published": *[${listed} && defined(firstPublishedAt)]
    | order(firstPublishedAt desc, _id asc) [0...${maxLatest}] ${dated},
  "created": *[${listed}] | order(_createdAt desc, _id asc) [0...${maxLatest}] ${dated}
}`;

const datedArticle = z.looseObject({
  _id: z.string(),
  firstPublishedAt: z.iso.datetime({ offset: true }).nullish().catch(undefined),
  _createdAt: z.string(),
});
type DatedArticle = z.infer<typeof datedArticle>;

const homeAnswer = siteAnswer.extend({ published: z.array(datedArticle), created: z.array(datedArticle) });

/** The page at `/`: two levels of topics and the latest articles. */
export async function readHomePage(context: ReadContext): Promise<Read<HomePage>> {
  const { data: answer, stale } = await queryWithFallback(context, {
    name: 'home page',
    groq,
    params: {},
    parse: (value) => homeAnswer.parse(value),
  });
  const { site, taxonomy, tags } = siteOf(context, answer);
  const latest = teasersOf(context, taxonomy, latestOf([...answer.published, ...answer.created]));
  const topics = taxonomy.childrenOf().flatMap((topic) => {
    const link = taxonomy.linkTo(topic._id);
    return link === undefined ? [] : [branchBelow({ ...link, summary: topic.summary }, taxonomy, [])];
  });
  const shownTopics = topics.flatMap((topic) => [topic.id, ...topic.children.map(({ id }) => id)]);
  return {
    data: { kind: 'home', site, topics, latest },
    tags: [
      ...tags,
      tag.collection('article'),
      ...latest.flatMap((teaser) => teaser.tags),
      ...shownTopics.flatMap((id) => [tag.document(id), tag.children(id)]),
    ],
    validUntil: null,
    stale,
  };
}

/** The latest articles without duplicates. */
function latestOf(articles: readonly DatedArticle[]): DatedArticle[] {
  const each = new Map(articles.map((article) => [article._id, article]));
  return [...each.values()].toSorted((a, b) => publishedAt(b) - publishedAt(a)).slice(0, maxLatest);
}

function publishedAt({ firstPublishedAt, _createdAt }: DatedArticle): number {
  return Date.parse(firstPublishedAt ?? _createdAt);
}
