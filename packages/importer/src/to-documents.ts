import type { Article } from '@bodytext/schema/article';
import type { CallToAction } from '@bodytext/schema/call-to-action';
import type { Draft } from '@bodytext/schema/draft';
import { slugOf } from '@bodytext/schema/slug';
import type { Topic } from '@bodytext/schema/topic';
import type { ArticleText, Paragraph, SectionText } from './article-text.ts';
import { idOf, pathOf } from './identity.ts';
import { toPortableText } from './to-portable-text.ts';

/** A document that the lake has already, as far as the importer must know it. */
export type KnownDocument = { id: string; isPublished: boolean };

/** What the lake has already of an article's surroundings. */
export type Surroundings = {
  /** The topic that the path's last label names, right below its parent or at the top. */
  topic(path: readonly string[], parent: string | undefined): KnownDocument | undefined;
  callToAction(label: string): KnownDocument | undefined;
};

/** The documents that a text becomes. Their `_id`s are those of the published documents to be. */
export type ImportedDocuments = {
  article: Draft<Article>;
  /** The topics that the lake lacks, from the top. */
  topics: Draft<Topic>[];
  /** The call to action, if the text has one and the lake lacks it. */
  callToAction: Draft<CallToAction> | undefined;
};

/** Makes of a text the documents to store. Pure: the same text in the same surroundings gives the same documents. */
export function toDocuments(text: ArticleText, surroundings: Surroundings): ImportedDocuments {
  const path = pathOf(text.breadcrumb, text.title);
  const { topics, leaf } = toTopics(path.slice(0, -1), surroundings);
  const offer = text.callToAction === undefined ? undefined : toCallToAction(text.callToAction, surroundings);
  const article: Draft<Article> = {
    _id: idOf('article', ...path),
    _type: 'article',
    title: text.title,
    headline: text.headline,
    ...slugField(path.at(-1) ?? text.title, text.title),
    lead: toPortableText('lead', text.lead.map(plain)).map((block) => ({ ...block, style: 'normal' as const })),
    what: toSection('what', text.sections.what),
    causes: toSection('causes', text.sections.causes),
    ordeal: toSection('ordeal', text.sections.ordeal),
    ...(leaf && { topic: referenceTo('topic', leaf) }),
    ...(offer && { callToAction: referenceTo('callToAction', offer.known) }),
  };
  return { article, topics, callToAction: offer?.made };
}

function toTopics(labels: readonly string[], surroundings: Surroundings) {
  const topics: Draft<Topic>[] = [];
  let leaf: KnownDocument | undefined;
  for (const [depth, label] of labels.entries()) {
    const parent: KnownDocument | undefined = leaf;
    const path = labels.slice(0, depth + 1);
    leaf = surroundings.topic(path, parent?.id);
    if (leaf !== undefined) continue;
    leaf = { id: idOf('topic', ...path), isPublished: false };
    topics.push({
      _id: leaf.id,
      _type: 'topic',
      title: label,
      ...slugField(label),
      ...(parent && { parent: referenceTo('topic', parent) }),
    });
  }
  return { topics, leaf };
}

function toCallToAction(line: string, surroundings: Surroundings) {
  const { label, url } = labelAndAddress(line);
  const known = surroundings.callToAction(label);
  if (known !== undefined) return { known, made: undefined };
  const id = idOf('callToAction', label);
  const made: Draft<CallToAction> = { _id: id, _type: 'callToAction', name: label, label, ...(url && { url }) };
  return { known: { id, isPublished: false }, made };
}

/** Writers put the address right into the line: “See the exercises https://example.org/exercises”. */
function labelAndAddress(line: string): { label: string; url: string | undefined } {
  const address = /https:\/\/[^\s<>"”)\]]+/.exec(line)?.[0];
  const label = line.replace(address ?? '', '').replace(/[\s:–—<>()[\]-]+$/, '');
  return address === undefined || label === '' ? { label: line, url: address } : { label, url: address };
}

function toSection(name: 'what' | 'causes' | 'ordeal', { heading, body }: SectionText) {
  return { _type: 'section' as const, heading, body: toPortableText(name, body) };
}

function plain({ text }: Paragraph): Paragraph {
  return { text, standsOut: false };
}

/** Left out when no title has a Latin letter or digit: an editor must choose it then. */
function slugField(...titles: string[]) {
  const current = titles.map(slugOf).find((slug) => slug !== '');
  return current === undefined ? {} : { slug: { _type: 'slug' as const, current } };
}

/** As the Studio writes it: weak while the target is a draft, so that the lake stores it; strong once published. */
function referenceTo(type: string, { id, isPublished }: KnownDocument) {
  const reference = { _type: 'reference' as const, _ref: id };
  return isPublished ? reference : { ...reference, _weak: true, _strengthenOnPublish: { type } };
}
