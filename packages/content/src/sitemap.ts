import { addressed } from '@bodytext/schema/address';
import { type Figure, figure } from '@bodytext/schema/figure';
import { reviewState } from '@bodytext/schema/review';
import { settingsId } from '@bodytext/schema/settings';
import { z } from 'zod';
import { readEveryArticle } from './every-article.ts';
import { parseEach } from './parse-document.ts';
import { ask, type Read, type ReadContext } from './read.ts';
import { tag } from './tags.ts';
import { Taxonomy, taxonomyGroq } from './taxonomy.ts';

/** A page that search engines should know. `lastModified` is ISO 8601, UTC. */
export type SitemapEntry = { path: string; lastModified: string; image: Figure | undefined };

const types = ['topic', 'page', 'person'] as const;

const groq = `{
  "topics": ${taxonomyGroq},
  "pages": *[_type in $types && seo.noIndex != true] | order(_id) {_id, _type, _updatedAt, slug, parent},
  "reviewGraceDays": *[_id == "${settingsId}"][0].reviewGraceDays
}`;

const answerShape = z.object({
  topics: z.array(z.unknown()),
  pages: z.array(z.unknown()),
  reviewGraceDays: z.number().optional(),
});
const page = addressed.extend({
  _updatedAt: z.iso.datetime({ offset: true }),
  nextReviewOn: z.string().optional(),
  noIndex: z.boolean().optional(),
  heroImage: figure.optional().catch(undefined),
});

/** Every page of the site but the home page. */
export async function readSitemap(context: ReadContext): Promise<Read<SitemapEntry[]>> {
  const [{ data: answer, stale }, every] = await Promise.all([readOthers(context), readEveryArticle(context)]);
  const taxonomy = new Taxonomy(context, answer.topics);
  const pages = parseEach(context, page, [...every.articles, ...answer.pages]).filter(
    ({ noIndex }) => noIndex !== true,
  );
  const now = new Date();
  const entries = pages.flatMap((document) => {
    const path = taxonomy.pathOf(document);
    const isLapsed = reviewState(document, answer, now) === 'lapsed';
    return path === undefined || isLapsed
      ? []
      : [{ path, lastModified: document._updatedAt, image: document.heroImage }];
  });
  const lists = ['article', ...types].map(tag.collection);
  const tags = [tag.document(settingsId), ...lists, ...pages.map(({ _id }) => tag.document(_id))];
  return { data: entries, tags, validUntil: null, stale: stale || every.stale };
}

function readOthers(context: ReadContext): Promise<{ data: z.infer<typeof answerShape>; stale: boolean }> {
  return ask(context, { name: 'sitemap', groq, params: { types }, parse: (value) => answerShape.parse(value) });
}
