import { addressed } from '@bodytext/schema/address';
import { plainText } from '@bodytext/schema/portable-text';
import { sectionNames } from '@bodytext/schema/section';
import { z } from 'zod';
import { everyArticleFields } from './every-article.ts';
import { type ContentClient, withoutNulls } from './read.ts';
import { Taxonomy, taxonomyGroq } from './taxonomy.ts';
import { listed } from './teaser.ts';

/** An article as plain text, for the search index. */
export type SearchEntry = {
  id: string;
  slug: string;
  topicId: string;
  title: string;
  headline: string;
  description: string;
  lead: string;
  body: string;
  /** Its fields in `EveryArticle`. */
  listing: unknown;
};

const fields = `{
  "listing": {${everyArticleFields}},
  _id, _type, title, headline, slug, topic, lead, "description": seo.description,
  ${sectionNames.map((name) => `"${name}": ${name}{heading, body}`).join(', ')}
}`;

const pageGroq = `{"articles": *[${listed} && _id > $after] | order(_id asc) [0...$count] ${fields}}`;
const byIdGroq = `{"articles": *[_id in $ids && ${listed}] ${fields}}`;
const topicsGroq = `{"topics": ${taxonomyGroq}}`;

const section = z.object({ heading: z.string().optional(), body: z.array(z.unknown()).default([]) });
const entry = addressed.extend({
  title: z.string(),
  headline: z.string().optional(),
  slug: z.object({ current: z.string().min(1) }),
  topic: z.object({ _ref: z.string() }),
  lead: z.array(z.unknown()).default([]),
  description: z.string().optional(),
  what: section.optional(),
  causes: section.optional(),
  ordeal: section.optional(),
  listing: z.unknown(),
});

/**
 * Reads a page of up to `count` articles after an id, sorted by id.
 * `last` is the cursor for the next page; undefined at the end.
 */
export async function readSearchEntries(
  client: ContentClient,
  after: string,
  count: number,
): Promise<{ entries: SearchEntry[]; last: string | undefined }> {
  const articles = articlesIn(await client.fetch(pageGroq, { after, count }, { perspective: 'published' }));
  const last = articles.length < count ? undefined : articles.at(-1);
  return { entries: articles.flatMap(toEntry), last: identified.safeParse(last).data?._id };
}

/** The listed ones of these articles. */
export async function readSearchEntriesById(client: ContentClient, ids: readonly string[]): Promise<SearchEntry[]> {
  return articlesIn(await client.fetch(byIdGroq, { ids }, { perspective: 'published' })).flatMap(toEntry);
}

/** All topics, as JSON that may be cached until a topic changes; `taxonomyOf` parses it. */
export async function readTopics(client: ContentClient): Promise<unknown[]> {
  const answer = await client.fetch(topicsGroq, {}, { perspective: 'published' });
  return z.object({ topics: z.array(z.unknown()) }).parse(withoutNulls(answer)).topics;
}

export function taxonomyOf(topics: readonly unknown[]): Taxonomy {
  return new Taxonomy({ report: () => undefined }, topics);
}

const identified = z.object({ _id: z.string() });

function articlesIn(answer: unknown): unknown[] {
  return z.object({ articles: z.array(z.unknown()) }).parse(withoutNulls(answer)).articles;
}

/** Invalid articles are left out of the index; their page uses its last good answer and reports the issue. */
function toEntry(value: unknown): SearchEntry[] {
  const parsed = entry.safeParse(value);
  if (!parsed.success) return [];
  const { _id, title, headline = title, slug, topic, lead, description, listing, ...sections } = parsed.data;
  const body = sectionNames
    .flatMap((name) => [sections[name]?.heading ?? '', plainText(sections[name]?.body ?? [])])
    .join('\n');
  const leadText = plainText(lead);
  return [
    {
      id: _id,
      slug: slug.current,
      topicId: topic._ref,
      title,
      headline,
      description: description ?? leadText,
      lead: leadText,
      body,
      listing,
    },
  ];
}
