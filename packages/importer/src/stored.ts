import { isPublishedId, publishedId } from '@bodytext/schema/document';
import { slugOf } from '@bodytext/schema/slug';
import type { SanityClient } from '@sanity/client';
import { z } from 'zod';
import type { ArticleText } from './article-text.ts';
import { idOf, pathOf, sameName } from './identity.ts';
import type { ImportedDocuments, KnownDocument, Surroundings } from './to-documents.ts';

/** A stored article is compared and carried over as a whole, never picked apart. */
export const storedArticle = z.looseObject({
  _id: z.string(),
  _rev: z.string(),
  title: z.string().optional(),
  slug: z.looseObject({ current: z.string().optional() }).optional(),
  topic: z.looseObject({ _ref: z.string().optional() }).optional(),
});
export type StoredArticle = z.infer<typeof storedArticle>;

// A projection has null for a field that is not there.
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

/** What the lake has that could be what a text is about. */
export async function readStored(client: SanityClient, text: ArticleText): Promise<Stored> {
  const path = pathOf(text.breadcrumb, text.title);
  const id = idOf('article', ...path);
  const slug = slugOf(path.at(-1) ?? '') || slugOf(text.title);
  return stored.parse(await client.fetch(query, { slug, ids: [id, `drafts.${id}`] }));
}

/** The topics and calls to action there are, as drafts or published: by their names, or made by an earlier import. */
export function surroundingsIn({ topics, callsToAction }: Stored): Surroundings {
  return {
    topic: (path, parent) => {
      const label = path.at(-1) ?? '';
      const siblings = topics.filter((topic) => topic.parent === (parent ?? null));
      return (
        firstPublished(siblings.filter(({ slug }) => slug !== null && slug !== '' && slug === slugOf(label))) ??
        firstPublished(siblings.filter(({ title }) => isCalled(title, label))) ??
        withId(topics, idOf('topic', ...path))
      );
    },
    callToAction: (label) =>
      firstPublished(callsToAction.filter((call) => isCalled(call.label, label) || isCalled(call.name, label))) ??
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
 * The article that the import is about, if it exists: the one an earlier import made; to update it, also the one that
 * somebody else wrote at its address. Without being asked to, an import leaves that one alone and makes a draft of its
 * own, which can be published once one of the two has another slug.
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

function isCalled(name: string | null, label: string): boolean {
  return name !== null && sameName(name, label);
}

function withId(documents: readonly { _id: string }[], id: string): KnownDocument | undefined {
  return firstPublished(documents.filter(({ _id }) => publishedId(_id) === id));
}

function firstPublished(documents: readonly { _id: string }[]): KnownDocument | undefined {
  const found =
    documents.find(({ _id }) => isPublishedId(_id)) ?? documents.find(({ _id }) => _id.startsWith('drafts.'));
  return found && { id: publishedId(found._id), isPublished: isPublishedId(found._id) };
}
