import { z } from 'zod';

/** The fields that make a document's address: those of a topic, article, page or person. */
export const addressed = z.looseObject({
  _id: z.string(),
  _type: z.string(),
  // `catch`: a half-written field, or another type's field of the same name, gives no address instead of an error.
  slug: z
    .object({ current: z.string().min(1) })
    .nullish()
    .catch(undefined),
  topic: z.object({ _ref: z.string() }).nullish().catch(undefined),
  parent: z.object({ _ref: z.string() }).nullish().catch(undefined),
});
export type Addressed = z.infer<typeof addressed>;

/** Finds a document by its id. */
export type Get = (id: string) => unknown;

/** Top-level paths that the site uses itself: no topic or page may have such a slug. */
export const reservedSlugs: ReadonlySet<string> = new Set([
  '404',
  '500',
  '_next',
  'a-to-z',
  'api',
  'feed',
  'feedback',
  'favicon',
  'healthz',
  'index',
  'llms',
  'manifest',
  'media',
  'people',
  'preview',
  'robots',
  'search',
  'share',
  'sign-in',
  'sitemap',
  'static',
  'studio',
  'topics',
]);

/**
 * A document's address on the site, such as `/back-pain/lower-back-pain/lower-back-spasm`: its topics' slugs from the
 * top, then its own. `undefined` without a slug, with a topic that is missing or unpublished, with a cycle of topics,
 * and for a type without pages.
 */
export function addressOf(document: unknown, get: Get): string | undefined {
  const parsed = addressed.safeParse(document);
  if (!parsed.success) return undefined;
  const own = parsed.data.slug?.current;
  if (own === undefined) return undefined;
  if (parsed.data._type === 'page') return `/${own}`;
  if (parsed.data._type === 'person') return `/people/${own}`;
  const topics = topicsOf(parsed.data, get);
  return topics && `/${[...topics.map(({ slug }) => slug?.current), own].join('/')}`;
}

/**
 * The topics above an article or topic, from the top: its breadcrumb without itself.
 * `undefined` when a topic is missing, when the topics form a cycle, and for other types.
 */
export function topicsOf(document: Addressed, get: Get): Addressed[] | undefined {
  if (document._type !== 'article' && document._type !== 'topic') return undefined;
  const topics: Addressed[] = [];
  const seen = new Set([document._id]);
  let above = document._type === 'article' ? document.topic : document.parent;
  if (document._type === 'article' && !above) return undefined;
  while (above) {
    const topic = addressed.safeParse(get(above._ref));
    if (!topic.success || topic.data._type !== 'topic' || !topic.data.slug || seen.has(topic.data._id))
      return undefined;
    seen.add(topic.data._id);
    topics.unshift(topic.data);
    above = topic.data.parent;
  }
  return topics;
}
