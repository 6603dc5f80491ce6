import { addressed } from '@bodytext/schema/address';
import { z } from 'zod';
import { readEveryArticle } from './every-article.ts';
import { parseEach } from './parse-document.ts';
import type { Read, ReadContext } from './read.ts';
import { fetchSiteAnswer, type Site, siteOf } from './site.ts';
import { tag } from './tags.ts';
import type { Link } from './taxonomy.ts';

/** All articles in alphabetical order, or those of one letter. */
export type AToZPage = {
  kind: 'aToZ';
  site: Site;
  path: string;
  /** Every initial letter, in order, with its number of articles. */
  letters: { letter: string; path: string; count: number }[];
  /** The page's letter; undefined on the first page. */
  letter: string | undefined;
  /** The articles by letter: of this letter, or of all letters if they fit on one page. */
  groups: { letter: string; articles: Link[] }[];
};

/** With more articles, every letter has its own page. */
const maxOnOnePage = 400;
/** The group of titles that do not begin with a letter. */
const otherLetter = '0–9';

const namedArticle = addressed.extend({ title: z.string() });

/**
 * The page at `/a-to-z`, or at `/a-to-z/b`.
 *
 * @param slug the letter in the address, in lower case
 */
export async function readAToZ(context: ReadContext, slug?: string): Promise<Read<AToZPage> | undefined> {
  const { site, articles, tags, stale } = await readAllArticles(context);
  const groups = groupByLetter(articles, site.settings.language ?? 'en');
  const own = groups.find(({ letter }) => pathOf(letter) === pathOf(slug ?? ''));
  if (slug !== undefined && own === undefined) return undefined;
  const fitsOnePage = articles.length <= maxOnOnePage;
  return {
    data: {
      kind: 'aToZ',
      site,
      path: slug === undefined ? '/a-to-z' : pathOf(slug),
      letters: groups.map(({ letter, articles: { length } }) => ({ letter, path: pathOf(letter), count: length })),
      letter: own?.letter,
      groups: own ? [own] : fitsOnePage ? groups : [],
    },
    tags,
    validUntil: null,
    stale,
  };
}

/** The titles and addresses of all listed articles, sorted by id. */
export async function readAllArticles(
  context: ReadContext,
): Promise<{ site: Site; articles: Link[]; tags: string[]; stale: boolean }> {
  const [{ data: answer, stale }, every] = await Promise.all([fetchSiteAnswer(context), readEveryArticle(context)]);
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

/** A title's initial without its accent: readers look for Ébola under E. */
function letterOf(title: string): string {
  const first = title.normalize('NFD').trimStart().charAt(0).toUpperCase();
  return /\p{L}/u.test(first) ? first : otherLetter;
}

function pathOf(letter: string): string {
  return `/a-to-z/${letter === otherLetter ? '0-9' : letter.toLowerCase()}`;
}
