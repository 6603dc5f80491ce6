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
import { ask, askTogether, InvalidContent, type Read, type ReadContext } from './read.ts';
import { type Site, siteAnswer, siteGroq, siteOf } from './site.ts';
import { tag } from './tags.ts';
import type { Taxonomy } from './taxonomy.ts';
import { readTopicPage, type TopicPage } from './topic-page.ts';

/** What readers find at an address. */
export type AtAddress =
  | ArticlePage
  | TopicPage
  | PlainPage
  | PersonPage
  /** It moved: `to` is where it is now, never another address that moved. */
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
 * What is at an address: an article, a topic, a page, a person, the new address of something that moved, or nothing.
 *
 * @param path such as `/back-pain/lower-back-pain`
 */
export function readAddress(context: ReadContext, path: string): Promise<Read<AtAddress>> {
  return askTogether(
    context,
    (together) => find(together, path, 0),
    ({ data }) => data.kind !== 'missing',
  );
}

async function find(context: ReadContext, path: string, moves: number): Promise<Read<AtAddress>> {
  const segments = path.split('/').filter((segment) => segment !== '');
  const prefixes = prefixesOf(path);
  const { data: answer, stale } = await ask(context, {
    name: 'address',
    groq,
    params: { slug: segments.at(-1) ?? '', prefixes },
    parse: (value) => {
      const parsed = answerShape.parse(value);
      const around = siteOf(context, parsed);
      const candidates = parsed.found.filter((candidate) => around.taxonomy.pathOf(candidate) === path);
      // Parsed here, so that an invalid document counts as a failed read and the last good one is shown.
      return { ...around, parsed, own: firstValid(context, candidates) };
    },
  });
  // Documents with this slug elsewhere belong to the answer too: they, or a topic above them, may move here.
  const elsewhere = answer.parsed.found.flatMap((document) => answer.taxonomy.tagsOfPath(document));
  const lookedUp = [...answer.tags, ...segments.map(tag.segment), ...elsewhere];
  if (answer.own !== undefined) return withTags(await readPage(context, answer.own, answer), lookedUp, stale);
  const move = findMove(path, answer.parsed.redirects, answer.taxonomy);
  if (move === undefined || moves === maxRedirects) {
    const because = move === undefined ? 'nothing is there' : 'redirects run in a circle';
    return { data: { kind: 'missing', site: answer.site, because }, tags: lookedUp, validUntil: null, stale };
  }
  return withTags(await follow(context, move, moves), [...lookedUp, ...move.tags], stale);
}

/** Where two documents claim an address, one that is not valid does not hide the other. */
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
  // Nothing can be shown: the read fails, and reports it.
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
  /** Whether an editor wrote the address: then it may be one that holds no document, such as `/search`. */
  written: boolean;
  tags: string[];
};

function findMove(path: string, found: z.infer<typeof redirects>, taxonomy: Taxonomy): Move | undefined {
  const move = resolveRedirect(path, found, ({ to, target }) => taxonomy.pathOf(target) ?? to);
  if (move === undefined) return undefined;
  const { target, to } = move.redirect;
  return { to: move.to, written: to !== undefined && move.rest === '', tags: taxonomy.tagsOfPath(target) };
}

/** Follows moves to their end here, so that a reader is redirected once, and never to a page that isn't there. */
async function follow(context: ReadContext, { to, written }: Move, moves: number): Promise<Read<AtAddress>> {
  if (!to.startsWith('/')) return { data: { kind: 'redirect', to }, tags: [], validUntil: null, stale: false };
  const next = await find(context, to, moves + 1);
  if (next.data.kind === 'redirect') return next;
  if (next.data.kind === 'missing' && !(written && next.data.because === 'nothing is there')) return next;
  return { ...next, data: { kind: 'redirect', to } };
}

function withTags<Data>(read: Read<Data>, tags: readonly string[], stale: boolean): Read<Data> {
  return { ...read, tags: [...new Set([...tags, ...read.tags])].sort(), stale: stale || read.stale };
}
