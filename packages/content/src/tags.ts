import type { ChangedDocument } from '@bodytext/schema/changed-document';
import { feedbackTypes } from '@bodytext/schema/document-types';

/**
 * What a page was made of, and what a change expires. A page's tags name every document it shows and every
 * list it took them from; a change expires the tags of the document and of the lists that it joined or left.
 */
export const tag = {
  /** The document's own content. Also for one that is missing, which may appear. */
  document: (id: string) => `document:${id}`,
  /** What lists show of a document, and what it is called and where it is. */
  teaser: (id: string) => `teaser:${id}`,
  /** What a document is called, and where it is: all that links to it show. */
  name: (id: string) => `name:${id}`,
  /** Which document has this part of an address. A page not found depends on it too. */
  segment: (slug: string) => `segment:${slug}`,
  /** Which topics and articles are right below a topic. */
  children: (topicId: string) => `children:${topicId}`,
  /** In which order the articles right below a topic come: pages name the one before and the one after. */
  order: (topicId: string) => `order:${topicId}`,
  /** Which topics are at the top. */
  topTopics: 'children:',
  /** Which placements a topic has; those for the whole site when there is none. */
  placements: (topicId = '') => `placements:${topicId}`,
  /** What a person wrote or reviewed. */
  byline: (personId: string) => `byline:${personId}`,
  /** What the documents of this type are called, and where they are. */
  names: (type: string) => `names:${type}`,
  /** Which documents of this type there are. */
  collection: (type: string) => `collection:${type}`,
  /** That a document was taken away, and that it is there again: what an outage must not bring back. */
  gone: (id: string) => `gone:${id}`,
  back: (id: string) => `back:${id}`,
} as const;

/**
 * The tags that a change expires.
 *
 * @param before the published document as it was; null when it is new
 * @param after the published document as it is; null when it was unpublished or deleted
 */
export function tagsOfChange(before: ChangedDocument | null, after: ChangedDocument | null): string[] {
  const changed = before ?? after;
  if (changed === null || feedbackTypes.has(changed._type)) return [];
  const left = before === null ? new Set<string>() : listsOf(before);
  const joined = after === null ? new Set<string>() : listsOf(after);
  const fate = after === null || isTakenAway(after) ? tag.gone(changed._id) : tag.back(changed._id);
  return [
    tag.document(changed._id),
    fate,
    ...left.symmetricDifference(joined),
    ...(hasOtherTeaser(before, after) ? [tag.teaser(changed._id)] : []),
    ...renamed(before, after),
  ];
}

/** What readers must not see any more, though it is still published: the withdrawn and the switched off. */
function isTakenAway({ withdrawal, enabled }: ChangedDocument): boolean {
  return Boolean(withdrawal) || enabled === false;
}

/** A new name or place changes lists of names; a new title also moves an article past others in its topic. */
function renamed(before: ChangedDocument | null, after: ChangedDocument | null): string[] {
  if (before === null || after === null) return [tag.name(before?._id ?? after?._id ?? '')];
  if (nameOf(before) === nameOf(after)) return [];
  const isMoved = after._type === 'article' && before.title !== after.title;
  return [
    tag.name(after._id),
    tag.names(after._type),
    ...(isMoved && after.topic ? [tag.order(after.topic._ref)] : []),
  ];
}

/** Whether lists show something else of it now. Where nobody asked what they show, they may. */
function hasOtherTeaser(before: ChangedDocument | null, after: ChangedDocument | null): boolean {
  if (before?.teaser === undefined || after?.teaser === undefined) return true;
  return JSON.stringify(before.teaser) !== JSON.stringify(after.teaser) || nameOf(before) !== nameOf(after);
}

/** What a document is called and where it is, as text to compare. */
function nameOf({ title, name, slug, topic, parent, withdrawal }: ChangedDocument): string {
  return JSON.stringify([title, name, slug?.current, topic?._ref, parent?._ref, Boolean(withdrawal)]);
}

/** The lists that a document is in. */
function listsOf(document: ChangedDocument): Set<string> {
  const { _type: type, slug, topic, parent, from, withdrawal, reviewer, authors } = document;
  const people = [...(authors ?? []), ...(reviewer ? [reviewer] : [])];
  const address = slug ? [tag.segment(slug.current)] : [];
  // Only its address still leads to a withdrawn article.
  if (withdrawal) return new Set(address);
  return new Set([
    tag.collection(type),
    ...address,
    ...(from ? [tag.segment(lastSegment(from))] : []),
    ...(type === 'article' && topic ? [tag.children(topic._ref), tag.order(topic._ref)] : []),
    ...(type === 'topic' ? [parent ? tag.children(parent._ref) : tag.topTopics] : []),
    ...(type === 'placement' ? [tag.placements(topic?._ref)] : []),
    ...people.map(({ _ref }) => tag.byline(_ref)),
  ]);
}

/** A redirect answers for its address and for everything below, so that the last part is in each of them. */
function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
