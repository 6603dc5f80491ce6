import type { Article } from '@bodytext/schema/article';
import type { CallToAction } from '@bodytext/schema/call-to-action';
import type { Draft } from '@bodytext/schema/draft';
import { slugOf } from '@bodytext/schema/slug';
import type { Topic } from '@bodytext/schema/topic';
import type { ArticleText, Paragraph, SectionText } from './article-text.ts';
import { idOf, pathOf } from './identity.ts';
import { toPortableText } from './to-portable-text.ts';

/** A document that exists in the lake or will be created. */
export type KnownDocument = { id: string; isPublished: boolean };

/** Find existing documents in the lake. */
export type Finders = {
  /** The topic with the path's last label, below its parent or at the top. */
  topic(path: readonly string[], parent: string | undefined): KnownDocument | undefined;
  callToAction(label: string): KnownDocument | undefined;
};

/** The documents for a text, with published ids. */
export type ImportedDocuments = {
  article: Draft<Article>;
  /** The missing topics, from the top. */
  topics: Draft<Topic>[];
  /** The call to action, if it is missing. */
  callToAction: Draft<CallToAction> | undefined;
};

/** Converts a text to documents. A pure function of the text and of what the finders return. */
export function toDocuments(text: ArticleText, finders: Finders): ImportedDocuments {
  const path = pathOf(text.breadcrumb, text.title);
  const { topics, leaf } = toTopics(path.slice(0, -1), finders);
  const offer = text.callToAction === undefined ? undefined : toCallToAction(text.callToAction, finders);
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

function toTopics(labels: readonly string[], finders: Finders) {
  const topics: Draft<Topic>[] = [];
  let leaf: KnownDocument | undefined;
  for (const [depth, label] of labels.entries()) {
    const parent: KnownDocument | undefined = leaf;
    const path = labels.slice(0, depth + 1);
    leaf = finders.topic(path, parent?.id);
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

function toCallToAction(line: string, finders: Finders) {
  const { label, url } = parseCallToAction(line);
  const known = finders.callToAction(label);
  if (known !== undefined) return { known, made: undefined };
  const id = idOf('callToAction', label);
  const made: Draft<CallToAction> = { _id: id, _type: 'callToAction', name: label, label, ...(url && { url }) };
  return { known: { id, isPublished: false }, made };
}

/** The line may contain a URL: “See the exercises https://example.org/exercises”. */
function parseCallToAction(line: string): { label: string; url: string | undefined } {
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

/** Omitted when no title has a Latin letter or digit: then an editor must choose the slug. */
function slugField(...titles: string[]) {
  const current = titles.map(slugOf).find((slug) => slug !== '');
  return current === undefined ? {} : { slug: { _type: 'slug' as const, current } };
}

/** Like the Studio's: weak while the target is a draft, because the lake refuses a strong reference to it. */
function referenceTo(type: string, { id, isPublished }: KnownDocument) {
  const reference = { _type: 'reference' as const, _ref: id };
  return isPublished ? reference : { ...reference, _weak: true, _strengthenOnPublish: { type } };
}
