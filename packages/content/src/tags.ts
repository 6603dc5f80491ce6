import type { ChangedDocument } from '@bodytext/schema/changed-document';
import { feedbackTypes } from '@bodytext/schema/document-types';

/**
 * Cache tags. A page has a tag for every document and every list that it shows; a change expires the tags of the
 * document and of the lists that it joined or left.
 */
export const tag = {
  /** A document's content; also of a missing one, which may be published. */
  document: (id: string) => `document:${id}`,
  /** A document's teaser: its title, its address and the other fields that lists show. */
  teaser: (id: string) => `teaser:${id}`,
  /** A document's title and address, for links to it. */
  name: (id: string) => `name:${id}`,
  /** Which document has this segment of an address; a missing page depends on it too. */
  segment: (slug: string) => `segment:${slug}`,
  /** The list of a topic's child topics and articles. */
  children: (topicId: string) => `children:${topicId}`,
  /** The order of a topic's articles: pages link to the previous and the next one. */
  order: (topicId: string) => `order:${topicId}`,
  /** The list of top-level topics. */
  topTopics: 'children:',
  /** The list of a topic's placements; without a topic, those for the whole site. */
  placements: (topicId = '') => `placements:${topicId}`,
  /** The list of articles that a person wrote or reviewed. */
  byline: (personId: string) => `byline:${personId}`,
  /** The titles and addresses of all documents of a type. */
  names: (type: string) => `names:${type}`,
  /** The list of all documents of a type. */
  collection: (type: string) => `collection:${type}`,
  /** A document was removed, and was published again: read by `Removals`, so that an outage does not bring it back. */
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
  const presence = after === null || isHidden(after) ? tag.gone(changed._id) : tag.back(changed._id);
  return [
    tag.document(changed._id),
    presence,
    ...left.symmetricDifference(joined),
    ...(hasOtherTeaser(before, after) ? [tag.teaser(changed._id)] : []),
    ...renamed(before, after),
  ];
}

/** Withdrawn articles and switched off placements count as removed, though they are published. */
function isHidden({ withdrawal, enabled }: ChangedDocument): boolean {
  return Boolean(withdrawal) || enabled === false;
}

/** A new title or address changes lists of links; a new title may also change the order in a topic. */
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

/** Whether the teaser changed; true if the payload has none. */
function hasOtherTeaser(before: ChangedDocument | null, after: ChangedDocument | null): boolean {
  if (before?.teaser === undefined || after?.teaser === undefined) return true;
  return JSON.stringify(before.teaser) !== JSON.stringify(after.teaser) || nameOf(before) !== nameOf(after);
}

/** A document's title and address fields as a string, to be compared. */
function nameOf({ title, name, slug, topic, parent, withdrawal }: ChangedDocument): string {
  return JSON.stringify([title, name, slug?.current, topic?._ref, parent?._ref, Boolean(withdrawal)]);
}

/** The tags of the lists that a document is in. */
function listsOf(document: ChangedDocument): Set<string> {
  const { _type: type, slug, topic, parent, from, withdrawal, reviewer, authors } = document;
  const people = [...(authors ?? []), ...(reviewer ? [reviewer] : [])];
  const address = slug ? [tag.segment(slug.current)] : [];
  // A withdrawn article is in no list, and keeps its address.
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

/** A redirect applies to all addresses below its own, and each of them contains its last segment. */
function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
