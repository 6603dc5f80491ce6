import type { QueryParams } from './parse/parse.ts';

/*
 * The queries of the Studio's lists, as sanity 6.16.0 builds them (`createSearch` with the strategy `groq2024`) for our
 * schema. Names of parameters and spaces are the Studio's.
 */

export type StudioQuery = { name: string; query: string; params: QueryParams; perspective: string };

const everything = '([@, _id] match text::query($__query) || references($__rawQuery))';

type List = { type?: string; filter?: string; sortedBy: string[]; order: string; limit?: number; params?: QueryParams };

/** A list without a search. */
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

/** A search in a list, by prefix. */
function listSearch(words: string): StudioQuery {
  return {
    name: `articles searched for “${words}”`,
    query: `// findability-mvi:5
// findability-source: list-query
*[_type in $__types && (_type == $type)] | score(boost(_type in ["article"] && title match text::query($__query), 10), boost(references($__refIds), 5), ${everything}) [_score > 0] {_type, _id, _originalId, "orderings": [_score, _updatedAt]} | order(orderings[0] desc,orderings[1] desc) [0...$__limit]`,
    params: {
      __types: ['article'],
      __limit: 101,
      __query: `${words}*`,
      __rawQuery: words,
      __refIds: ['topic-lower-back-pain'],
      type: 'article',
    },
    perspective: 'drafts',
  };
}

/** The picker of a reference to an article, when it opens and while the editor types. */
function referencePicker(words: string): StudioQuery {
  return {
    name: words === '' ? 'a reference picker, opened' : `a reference picker with “${words}”`,
    query: `// findability-mvi:5
*[_type in $__types] | score(boost(_type in ["article"] && title match text::query($__query), 10), ${everything}) [_score > 0] {_type, _id, _originalId, "orderings": [_score]} | order(orderings[0] desc) [0...$__limit]`,
    params: { __types: ['article'], __limit: 102, __query: `${words}*`, __rawQuery: words },
    perspective: 'drafts',
  };
}

const types = ['article', 'topic', 'callToAction', 'placement', 'person', 'literatureReference', 'page', 'redirect'];

export const studioSearches: StudioQuery[] = [
  listSearch('p'),
  listSearch('sciat'),
  listSearch('lower back'),
  listSearch('nowhere'),
  list('all articles by the titles of their topics', { sortedBy: ['topic->title'], order: 'lower(orderings[0]) asc' }),
  referencePicker(''),
  referencePicker('sci'),
  {
    name: 'which references a search for “sci” may lead to',
    query:
      '*[(_type == "topic" && title match text::query($__query)) || (_type == "callToAction" && name match text::query($__query)) || (_type == "article" && title match text::query($__query)) || (_type == "page" && title match text::query($__query)) || (_type == "person" && name match text::query($__query))][0...1000]._id',
    params: { __query: 'sci*' },
    perspective: 'drafts',
  },
  {
    name: 'the search over all types',
    query: `// findability-mvi:5
*[_type in $__types] | score(boost(_type in ["article","topic","literatureReference","page"] && title match text::query($__query), 10), boost(_type in ["person"] && name match text::query($__query), 10), ${everything}) [_score > 0] {_type, _id, _originalId, "orderings": [_score]} | order(orderings[0] desc) [0...$__limit]`,
    params: { __types: types, __limit: 21, __query: 'back*', __rawQuery: 'back' },
    perspective: 'drafts',
  },
  {
    name: 'our tree of topics and articles',
    query: `{
    "topics": *[_type == "topic"] | order(lower(title)) {_id, title, "parent": parent._ref},
    "articles": *[_type == "article"] | order(lower(title)) {_id, "topic": topic._ref}
  }`,
    params: {},
    perspective: 'drafts',
  },
];
