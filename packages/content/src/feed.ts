import { plainText } from '@bodytext/schema/portable-text';
import { z } from 'zod';
import { parseEach } from './parse-document.ts';
import { queryWithFallback, type ReadContext, readConsistently } from './read.ts';
import { type Site, siteAnswer, siteGroq, siteOf } from './site.ts';
import type { Link } from './taxonomy.ts';
import { listed, teaserProjection } from './teaser.ts';

/** A syndication feed (RSS, Atom, JSON Feed): the latest articles of the site or of a topic's branch. */
export type Feed = {
  site: Site;
  /** The topic; undefined for the whole site. */
  topic: Link | undefined;
  entries: FeedEntry[];
};

/** An entry of a feed. Times are ISO 8601, UTC. */
export type FeedEntry = Link & {
  headline: string;
  summary: string;
  publishedAt: string;
  updatedAt: string;
  authors: string[];
};

const maxEntries = 30;

const groq = `{
  ${siteGroq},
  "articles": *[${listed} && (!defined($branch) || topic._ref in $branch)]
    | order(_updatedAt desc, _id asc) [0...${maxEntries}]
    {..., ${teaserProjection.slice(1, -1)}, firstPublishedAt, _createdAt, _updatedAt, "authors": authors[]->{_id, name}}
}`;

const topicsGroq = `{${siteGroq}}`;

const entry = z.looseObject({
  _id: z.string(),
  title: z.string(),
  headline: z.string().optional(),
  lead: z.array(z.unknown()).optional(),
  description: z.string().optional(),
  authors: z.array(z.object({ name: z.string() })).optional(),
  firstPublishedAt: z.iso.datetime({ offset: true }).nullish().catch(undefined),
  _createdAt: z.iso.datetime({ offset: true }),
  _updatedAt: z.iso.datetime({ offset: true }),
});

/**
 * The feed of the site, or of the topic at a path.
 *
 * @param topicPath such as `/back-pain`; undefined for the site
 * @returns undefined if the path has no topic
 */
export function readFeed(context: ReadContext, topicPath?: string): Promise<Feed | undefined> {
  return readConsistently(context, (consistent) => read(consistent, topicPath));
}

async function read(context: ReadContext, topicPath: string | undefined): Promise<Feed | undefined> {
  const topic = topicPath === undefined ? undefined : await findTopic(context, topicPath);
  if (topicPath !== undefined && topic === undefined) return undefined;
  const { data: answer } = await queryWithFallback(context, {
    name: 'feed',
    groq,
    params: { branch: topic?.branch ?? null },
    about: topic?.link.id ?? 'site',
    parse: (value) => siteAnswer.extend({ articles: z.array(z.unknown()) }).parse(value),
  });
  const { site, taxonomy } = siteOf(context, answer);
  const entries = parseEach(context, entry, answer.articles).flatMap((parsed): FeedEntry[] => {
    const path = taxonomy.pathOf(parsed);
    if (path === undefined) return [];
    const { _id, title, headline = title, lead = [], description = plainText(lead), authors = [] } = parsed;
    const times = { publishedAt: parsed.firstPublishedAt ?? parsed._createdAt, updatedAt: parsed._updatedAt };
    const names = authors.map(({ name }) => name);
    return [{ id: _id, title, headline, path, summary: description, authors: names, ...times }];
  });
  return { site, topic: topic?.link, entries };
}

async function findTopic(context: ReadContext, path: string) {
  const { data: answer } = await queryWithFallback(context, {
    name: 'topics of feeds',
    groq: topicsGroq,
    params: {},
    parse: (value) => siteAnswer.parse(value),
  });
  const { taxonomy } = siteOf(context, answer);
  const link = taxonomy.links().find((candidate) => candidate.path === path);
  return link && { link, branch: taxonomy.branchOf(link.id) };
}
