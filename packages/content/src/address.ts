import { article } from '@bodytext/schema/article';
import { page } from '@bodytext/schema/page';
import { person } from '@bodytext/schema/person';
import { maxRedirects, prefixesOf, resolveRedirect } from '@bodytext/schema/resolve-redirect';
import { topic } from '@bodytext/schema/topic';
import { z } from 'zod';
import { type ArticlePage, readArticlePage } from './article-page.ts';
import { parseDocument } from './parse-document.ts';
import { type PersonPage, readPersonPage } from './person-page.ts';
import { type PlainPage, readPlainPage } from './plain-page.ts';
import { InvalidContent, queryWithFallback, type Read, type ReadContext, readConsistently } from './read.ts';
import { type Site, siteAnswer, siteGroq, siteOf } from './site.ts';
import { tag } from './tags.ts';
import type { Taxonomy } from './taxonomy.ts';
import { readTopicPage, type TopicPage } from './topic-page.ts';

/** What is at an address. */
export type AtAddress =
  | ArticlePage
  | TopicPage
  | PlainPage
  | PersonPage
  /** `to` is the final destination, never another redirect. */
  | { kind: 'redirect'; to: string }
  | { kind: 'missing'; site: Site; because: 'nothing is there' | 'redirects run in a circle' };

const groq = `{
  ${siteGroq},
  "found": *[_type in ["article", "topic", "page", "person"] && slug.current == $slug] | order(_id),
  "redirects": *[_type == "redirect" && from in $prefixes] | order(length(from) desc, _id) {
    from, to, "target": target->{_id, _type, slug, topic, parent}
  }
}`;

const withPage = z.looseObject({ _id: z.string(), _type: z.enum(['article', 'topic', 'page', 'person']) });

const redirects = z.array(z.object({ from: z.string(), to: z.string().optional(), target: z.unknown().optional() }));
const answerShape = siteAnswer.extend({ found: z.array(withPage), redirects });

/**
 * Reads what is at an address: an article, a topic, a page, a person, a redirect, or nothing.
 *
 * @param path such as `/back-pain/lower-back-pain`
 */
export function readAddress(context: ReadContext, path: string): Promise<Read<AtAddress>> {
  return readConsistently(
    context,
    (consistent) => find(consistent, path, 0),
    ({ data }) => data.kind !== 'missing',
  );
}

async function find(context: ReadContext, path: string, redirects: number): Promise<Read<AtAddress>> {
  const segments = path.split('/').filter((segment) => segment !== '');
  const prefixes = prefixesOf(path);
  const { data: answer, stale } = await queryWithFallback(context, {
    name: 'address',
    groq,
    params: { slug: segments.at(-1) ?? '', prefixes },
    parse: (value) => {
      const parsed = answerShape.parse(value);
      const around = siteOf(context, parsed);
      const candidates = parsed.found.filter((candidate) => around.taxonomy.pathOf(candidate) === path);
      // Parsed here, so that an invalid document counts as a failed query and the last good answer is used.
      return { ...around, parsed, own: firstValid(context, candidates) };
    },
  });
  // Depends on documents with this slug at other addresses too: they, or a topic above them, may move here.
  const elsewhere = answer.parsed.found.flatMap((document) => answer.taxonomy.tagsOfPath(document));
  const tags = [...answer.tags, ...segments.map(tag.segment), ...elsewhere];
  if (answer.own !== undefined) return withTags(await readPage(context, answer.own, answer), tags, stale);
  const move = findMove(path, answer.parsed.redirects, answer.taxonomy);
  if (move === undefined || redirects === maxRedirects) {
    const because = move === undefined ? 'nothing is there' : 'redirects run in a circle';
    return { data: { kind: 'missing', site: answer.site, because }, tags, validUntil: null, stale };
  }
  return withTags(await follow(context, move, redirects), [...tags, ...move.tags], stale);
}

/** If two documents have one address, an invalid one does not hide the other. */
function firstValid(context: ReadContext, candidates: z.infer<typeof withPage>[]) {
  const invalid: InvalidContent[] = [];
  for (const candidate of candidates) {
    try {
      const own = parsePage(context, candidate);
      invalid.forEach(context.report);
      return own;
    } catch (cause) {
      if (!(cause instanceof InvalidContent)) throw cause;
      invalid.push(cause);
    }
  }
  // No valid document: the query counts as failed.
  if (invalid[0] !== undefined) throw invalid[0];
  return undefined;
}

function parsePage(context: ReadContext, found: z.infer<typeof withPage>) {
  if (found._type === 'article') return parseDocument(context, article, found);
  if (found._type === 'topic') return parseDocument(context, topic, found);
  if (found._type === 'person') return parseDocument(context, person, found);
  return parseDocument(context, page, found);
}

function readPage(
  context: ReadContext,
  own: ReturnType<typeof parsePage>,
  around: { site: Site; taxonomy: Taxonomy },
): Promise<Read<ArticlePage | TopicPage | PlainPage | PersonPage>> {
  if (own._type === 'article') return readArticlePage(context, own, around);
  if (own._type === 'topic') return readTopicPage(context, own, around);
  if (own._type === 'person') return readPersonPage(context, own, around);
  return readPlainPage(context, own, around);
}

type Move = {
  to: string;
  /** Whether it is a fixed address: then it may have no document, such as `/search`. */
  isFixed: boolean;
  tags: string[];
};

function findMove(path: string, found: z.infer<typeof redirects>, taxonomy: Taxonomy): Move | undefined {
  const move = resolveRedirect(path, found, ({ to, target }) => taxonomy.pathOf(target) ?? to);
  if (move === undefined) return undefined;
  const { target, to } = move.redirect;
  return { to: move.to, isFixed: to !== undefined && move.rest === '', tags: taxonomy.tagsOfPath(target) };
}

/** Follows redirects to the end, so that a reader gets one redirect, and never one to a missing page. */
async function follow(context: ReadContext, { to, isFixed }: Move, redirects: number): Promise<Read<AtAddress>> {
  if (!to.startsWith('/')) return { data: { kind: 'redirect', to }, tags: [], validUntil: null, stale: false };
  const next = await find(context, to, redirects + 1);
  if (next.data.kind === 'redirect') return next;
  if (next.data.kind === 'missing' && !(isFixed && next.data.because === 'nothing is there')) return next;
  return { ...next, data: { kind: 'redirect', to } };
}

function withTags<Data>(read: Read<Data>, tags: readonly string[], stale: boolean): Read<Data> {
  return { ...read, tags: [...new Set([...tags, ...read.tags])].sort(), stale: stale || read.stale };
}
