import { addressed } from '@bodytext/schema/address';
import { z } from 'zod';
import { readEveryArticle } from './every-article.ts';
import { parseEach } from './parse-document.ts';
import type { Read, ReadContext } from './read.ts';
import { readAround, type Site, siteOf } from './site.ts';
import { tag } from './tags.ts';
import type { Link } from './taxonomy.ts';

/** All conditions in the order of the alphabet, or those of one letter. */
export type AToZPage = {
  kind: 'aToZ';
  site: Site;
  path: string;
  /** Every letter that a condition begins with, in order, with how many there are. */
  letters: { letter: string; path: string; count: number }[];
  /** The letter whose page this is; undefined on the first page. */
  letter: string | undefined;
  /** The conditions, by letter: of this letter, or of all letters where they are few enough for one page. */
  groups: { letter: string; articles: Link[] }[];
};

/** More conditions than this, and every letter has a page of its own. */
const mostOnOnePage = 400;
/** Where titles go that begin with no letter. */
const otherLetter = '0–9';

const namedArticle = addressed.extend({ title: z.string() });

/**
 * What is at `/a-to-z`, or at `/a-to-z/b`.
 *
 * @param asked a letter in small, as the address has it
 */
export async function readAToZ(context: ReadContext, asked?: string): Promise<Read<AToZPage> | undefined> {
  const { site, articles, tags, stale } = await readAllArticles(context);
  const groups = groupByLetter(articles, site.settings.language ?? 'en');
  const own = groups.find(({ letter }) => pathOf(letter) === pathOf(asked ?? ''));
  if (asked !== undefined && own === undefined) return undefined;
  const fitsOnePage = articles.length <= mostOnOnePage;
  return {
    data: {
      kind: 'aToZ',
      site,
      path: asked === undefined ? '/a-to-z' : pathOf(asked),
      letters: groups.map(({ letter, articles: { length } }) => ({ letter, path: pathOf(letter), count: length })),
      letter: own?.letter,
      groups: own ? [own] : fitsOnePage ? groups : [],
    },
    tags,
    validUntil: null,
    stale,
  };
}

/** The names and addresses of all articles that lists show, in the order of their ids. */
export async function readAllArticles(
  context: ReadContext,
): Promise<{ site: Site; articles: Link[]; tags: string[]; stale: boolean }> {
  const [{ data: answer, stale }, every] = await Promise.all([readAround(context), readEveryArticle(context)]);
  const { site, taxonomy, tags } = siteOf(context, answer);
  const articles = parseEach(context, namedArticle, every.articles).flatMap((article) => {
    const path = taxonomy.pathOf(article);
    return path === undefined ? [] : [{ id: article._id, title: article.title, path }];
  });
  const lists = (['article', 'topic'] as const).flatMap((type) => [tag.collection(type), tag.names(type)]);
  return { site, articles, tags: [...tags, ...lists], stale: stale || every.stale };
}

function groupByLetter(articles: Link[], language: string): AToZPage['groups'] {
  const collator = new Intl.Collator(language);
  const byLetter = Map.groupBy(articles, ({ title }) => letterOf(title));
  return [...byLetter]
    .map(([letter, group]) => ({ letter, articles: group.toSorted((a, b) => collator.compare(a.title, b.title)) }))
    .toSorted((a, b) => collator.compare(a.letter, b.letter));
}

/** The letter under which a title stands: without its accent, since readers look for Ébola under E. */
function letterOf(title: string): string {
  const first = title.normalize('NFD').trimStart().charAt(0).toUpperCase();
  return /\p{L}/u.test(first) ? first : otherLetter;
}

function pathOf(letter: string): string {
  return `/a-to-z/${letter === otherLetter ? '0-9' : letter.toLowerCase()}`;
}
