import type { QueryParams } from './parse.ts';

/*
 * What the Studio sends for its lists of documents, as the search of sanity 6.16.0 (`createSearch` with the strategy
 * `groq2024`) makes it for the newsroom's schema. The parameters' names and the spaces are the Studio's.
 */

export type StudioQuery = { name: string; query: string; params: QueryParams; perspective: string };

const everything = '([@, _id] match text::query($__query) || references($__rawQuery))';

type List = { type?: string; filter?: string; sortedBy: string[]; order: string; limit?: number; params?: QueryParams };

/** A list in which nothing is searched for. */
function list(name: string, { type = 'article', filter, sortedBy, order, limit = 100, params }: List): StudioQuery {
  return {
    name,
    query: `// findability-mvi:5
// findability-source: list
*[_type in $__types && ${everything} && (${filter ?? '_type == $type'})] {_type, _id, _originalId, "orderings": [${sortedBy.join(', ')}]} | order(${order}) [0...$__limit]`,
    params: { __types: [type], __limit: limit + 1, __query: '*', __rawQuery: '', type, ...params },
    perspective: 'drafts',
  };
}

const edited = { sortedBy: ['_updatedAt'], order: 'orderings[0] desc' };

export const studioLists: StudioQuery[] = [
  list('all articles, last edited first', edited),
  list('all articles, after the first hundred', { ...edited, limit: 2_000 }),
  list('all articles by creation', { sortedBy: ['_createdAt'], order: 'orderings[0] desc' }),
  list('all articles by title', { sortedBy: ['title'], order: 'lower(orderings[0]) asc' }),
  list('all articles by next review', { sortedBy: ['nextReviewOn'], order: 'lower(orderings[0]) asc' }),
  list('all articles by next review, those without one last', {
    sortedBy: ['nextReviewOn'],
    order: 'select(defined(orderings[0]) => 0, 1),lower(orderings[0]) desc',
  }),
  list('all articles by first publication', {
    sortedBy: ['firstPublishedAt'],
    order: 'dateTime(orderings[0]) desc',
  }),
  {
    ...list('all articles in a release', edited),
    perspective: 'rABC,drafts',
  },
  list('the articles of a branch', {
    ...edited,
    filter: '_type == "article" && topic._ref in $branch',
    params: { branch: ['topic-lower-back-pain', 'topic-back-pain'] },
  }),
  list('topics by title', { type: 'topic', sortedBy: ['title'], order: 'lower(orderings[0]) asc' }),
];
