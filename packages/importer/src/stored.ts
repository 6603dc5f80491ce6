import { isPublishedId, publishedId } from '@bodytext/schema/document';
import { slugOf } from '@bodytext/schema/slug';
import type { SanityClient } from '@sanity/client';
import { z } from 'zod';
import type { ArticleText } from './article-text.ts';
import { idOf, isSameLabel, pathOf } from './identity.ts';
import type { Finders, ImportedDocuments, KnownDocument } from './to-documents.ts';

/** Loose, because the article is compared and copied as a whole. */
export const storedArticle = z.looseObject({
  _id: z.string(),
  _rev: z.string(),
  title: z.string().optional(),
  slug: z.looseObject({ current: z.string().optional() }).optional(),
  topic: z.looseObject({ _ref: z.string().optional() }).optional(),
});
export type StoredArticle = z.infer<typeof storedArticle>;

// GROQ projects missing fields as null.
const stored = z.object({
  topics: z.array(
    z.object({
      _id: z.string(),
      title: z.string().nullable(),
      slug: z.string().nullable(),
      parent: z.string().nullable(),
    }),
  ),
  callsToAction: z.array(z.object({ _id: z.string(), name: z.string().nullable(), label: z.string().nullable() })),
  articles: z.array(storedArticle),
});
export type Stored = z.infer<typeof stored>;

const query = `{
  "topics": *[_type == "topic"]{_id, title, "slug": slug.current, "parent": parent._ref},
  "callsToAction": *[_type == "callToAction"]{_id, name, label},
  "articles": *[_type == "article" && (slug.current == $slug || _id in $ids)]
}`;

/** Queries the topics, calls to action and articles that a text may refer to. */
export async function readStored(client: SanityClient, text: ArticleText): Promise<Stored> {
  const path = pathOf(text.breadcrumb, text.title);
  const id = idOf('article', ...path);
  const slug = slugOf(path.at(-1) ?? '') || slugOf(text.title);
  return stored.parse(await client.fetch(query, { slug, ids: [id, `drafts.${id}`] }));
}

/** Finds existing topics and calls to action, drafts or published, by label or by an earlier import's id. */
export function findersFor({ topics, callsToAction }: Stored): Finders {
  return {
    topic: (path, parent) => {
      const label = path.at(-1) ?? '';
      const siblings = topics.filter((topic) => topic.parent === (parent ?? null));
      return (
        firstPublished(siblings.filter(({ slug }) => slug !== null && slug !== '' && slug === slugOf(label))) ??
        firstPublished(siblings.filter(({ title }) => hasLabel(title, label))) ??
        withId(topics, idOf('topic', ...path))
      );
    },
    callToAction: (label) =>
      firstPublished(callsToAction.filter((call) => hasLabel(call.label, label) || hasLabel(call.name, label))) ??
      withId(callsToAction, idOf('callToAction', label)),
  };
}

export type ExistingArticle = {
  /** The published document's id. */
  id: string;
  draft: StoredArticle | undefined;
  published: StoredArticle | undefined;
};

/**
 * The existing article of an import: the one that an earlier import created, or with `update` also another one at its
 * address. Without `update` the import creates a second draft, which can be published after one of them gets another
 * slug.
 */
export function existingArticle(
  { articles }: Stored,
  { article }: ImportedDocuments,
  update: boolean,
): ExistingArticle | undefined {
  const variants = articles.filter(({ _id }) => isPublishedId(_id) || _id.startsWith('drafts.'));
  const found =
    variants.find(({ _id }) => publishedId(_id) === article._id) ??
    (update ? variants.find((one) => isAt(one, article)) : undefined);
  if (found === undefined) return undefined;
  const id = publishedId(found._id);
  return {
    id,
    draft: variants.find(({ _id }) => _id === `drafts.${id}`),
    published: variants.find(({ _id }) => _id === id),
  };
}

function isAt({ slug, topic }: StoredArticle, article: ImportedDocuments['article']): boolean {
  return slug?.current !== undefined && slug.current === article.slug?.current && topic?._ref === article.topic?._ref;
}

function hasLabel(name: string | null, label: string): boolean {
  return name !== null && isSameLabel(name, label);
}

function withId(documents: readonly { _id: string }[], id: string): KnownDocument | undefined {
  return firstPublished(documents.filter(({ _id }) => publishedId(_id) === id));
}

function firstPublished(documents: readonly { _id: string }[]): KnownDocument | undefined {
  const found =
    documents.find(({ _id }) => isPublishedId(_id)) ?? documents.find(({ _id }) => _id.startsWith('drafts.'));
  return found && { id: publishedId(found._id), isPublished: isPublishedId(found._id) };
}
