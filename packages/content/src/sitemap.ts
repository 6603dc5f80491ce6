import { addressed } from '@bodytext/schema/address';
import { type Figure, figure } from '@bodytext/schema/figure';
import { settingsId } from '@bodytext/schema/settings';
import { z } from 'zod';
import { readEveryArticle } from './every-article.ts';
import { indexable, isIndexable } from './indexable.ts';
import { parseEach } from './parse-document.ts';
import { queryWithFallback, type Read, type ReadContext } from './read.ts';
import { tag } from './tags.ts';
import { Taxonomy, taxonomyGroq } from './taxonomy.ts';

/** An image's file, crop and hotspot. */
type ImagePart = Pick<Figure, 'asset' | 'crop' | 'hotspot'>;

/** A URL of the sitemap. `lastModified` is ISO 8601, UTC. */
export type SitemapEntry = {
  path: string;
  lastModified: string;
  image: Figure | undefined;
  /** The images in its sections. */
  figures: ImagePart[];
};

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
const imagePart = figure.pick({ asset: true, crop: true, hotspot: true });
const page = addressed.extend({
  _updatedAt: z.iso.datetime({ offset: true }),
  ...indexable.shape,
  heroImage: figure.optional().catch(undefined),
  figures: z.array(z.array(imagePart.optional().catch(undefined))).default([]),
});
type Page = z.infer<typeof page>;

/** Every indexable page but the home page. */
export async function readSitemap(context: ReadContext): Promise<Read<SitemapEntry[]>> {
  const [{ data: answer, stale }, every] = await Promise.all([fetchOthers(context), readEveryArticle(context)]);
  const taxonomy = new Taxonomy(context, answer.topics);
  const pages = parseEach(context, page, [...every.articles, ...answer.pages]);
  const changes = lastChanges(pages);
  const now = new Date();
  const entries = pages
    .filter((document) => isIndexable(document, answer, now))
    .flatMap((document): SitemapEntry[] => {
      const path = taxonomy.pathOf(document);
      if (path === undefined) return [];
      const figures = document.figures.flat().flatMap((part) => part ?? []);
      const lastModified = lastModifiedOf(document, taxonomy, changes);
      return [{ path, lastModified, image: document.heroImage, figures }];
    });
  const lists = ['article', ...types].map(tag.collection);
  const tags = [tag.document(settingsId), ...lists, ...pages.map(({ _id }) => tag.document(_id))];
  return { data: entries, tags, validUntil: null, stale: stale || every.stale };
}

function fetchOthers(context: ReadContext): Promise<{ data: z.infer<typeof answerShape>; stale: boolean }> {
  return queryWithFallback(context, {
    name: 'sitemap',
    groq,
    params: { types },
    parse: (value) => answerShape.parse(value),
  });
}

/** The last change of each topic or of an article in it, by the topic's id. */
function lastChanges(pages: readonly Page[]): Map<string, string> {
  const changes = new Map<string, string>();
  for (const { _id, _type, _updatedAt, topic } of pages) {
    const place = _type === 'topic' ? _id : topic?._ref;
    if (place !== undefined) changes.set(place, later(_updatedAt, changes.get(place)));
  }
  return changes;
}

/** A topic's page shows its whole branch, so the last change in the branch counts. */
function lastModifiedOf({ _id, _type, _updatedAt }: Page, taxonomy: Taxonomy, changes: Map<string, string>): string {
  if (_type !== 'topic') return _updatedAt;
  return taxonomy.branchOf(_id).reduce((latest, id) => later(latest, changes.get(id)), _updatedAt);
}

/** Compares as times: strings with and without fractions of a second sort differently. */
function later(moment: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) > Date.parse(moment) ? other : moment;
}
