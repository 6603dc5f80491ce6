/** A typical query of a client, and how many times faster than groq-js it must be at least. */
export type NamedQuery = { name: string; query: string; params?: Record<string, unknown>; atLeast: number };

const slug = { slug: 'article-5000' };
const card = '{_id, headline, "slug": slug.current, publishedAt}';

/** For 10,000 documents; the slug is of one in the middle. */
export const namedQueries: NamedQuery[] = [
  { name: 'by slug', query: '*[_type == "article" && slug.current == $slug][0]', params: slug, atLeast: 800 },
  { name: 'by id', query: '*[_id == $id][0]', params: { id: 'article-5000' }, atLeast: 0.9 },
  {
    name: 'by several ids',
    query: '*[_id in $ids]{_id, headline}',
    params: { ids: ['article-300', 'article-4000', 'topic-3'] },
    atLeast: 0.9,
  },
  {
    name: 'a page: by slug, with all it refers to',
    query: `*[_type == "article" && slug.current == $slug][0]{..., topic->{title, parent->{title}}, authors[]->{name}}`,
    params: slug,
    atLeast: 0.9,
  },
  {
    name: 'the newest 20, with what they refer to',
    query: `*[_type == "article"] | order(publishedAt desc) [0...20]{_id, headline, slug, topic->{title}, "parent": topic->parent->title}`,
    atLeast: 80,
  },
  {
    name: 'the Studio’s list',
    query: '*[_type == "article"] | order(_updatedAt desc) [0...100]{_id, _type, headline}',
    atLeast: 0.9,
  },
  {
    name: 'a later page of a list',
    query: `*[_type == "article"] | order(headline asc, _id) [200...220]${card}`,
    atLeast: 0.9,
  },
  {
    name: 'all of a topic',
    query: `*[_type == "article" && topic._ref == $topic] | order(publishedAt desc)${card}`,
    params: { topic: 'topic-7' },
    atLeast: 0.9,
  },
  {
    name: 'published since',
    query: `*[_type == "article" && publishedAt > $since] | order(publishedAt desc) [0...10]${card}`,
    params: { since: '2025-11-01' },
    atLeast: 0.9,
  },
  { name: 'the featured', query: `*[_type == "article" && isFeatured == true]${card}`, atLeast: 0.9 },
  { name: 'every headline', query: `*[_type == "article"]${card}`, atLeast: 0.9 },
  { name: 'every slug', query: '*[_type == "article" && defined(slug.current)].slug.current', atLeast: 0.9 },
  { name: 'count of a type', query: 'count(*[_type == "article"])', atLeast: 0.9 },
  {
    name: 'count of a topic’s articles',
    query: 'count(*[_type == "article" && topic._ref == $topic])',
    params: { topic: 'topic-7' },
    atLeast: 0.9,
  },
  { name: 'count by a comparison', query: 'count(*[_type == "article" && minutes > 15])', atLeast: 0.9 },
  { name: 'references()', query: '*[references($id)]{_id}', params: { id: 'author-7' }, atLeast: 600 },
  {
    name: 'references() in a type, ordered',
    query: '*[_type == "article" && references($id)] | order(publishedAt desc)[0...5].headline',
    params: { id: 'topic-7' },
    atLeast: 0.9,
  },
  {
    name: 'an author’s articles',
    query: '*[_type == "article" && $id in authors[]._ref]{headline}',
    params: { id: 'author-7' },
    atLeast: 0.9,
  },
  { name: 'title match', query: '*[_type == "article" && headline match "sacroil*"]{_id, headline}', atLeast: 5 },
  {
    name: 'body match',
    query: '*[_type == "article" && pt::text(body) match "sacroiliac"]{_id, headline}',
    atLeast: 10,
  },
  {
    name: 'match of two words, scored',
    query:
      '*[_type == "article" && headline match "sacroiliac"] | score(headline match "sacroiliac", summary match "back*") | order(_score desc)[0...10]{_id, _score}',
    atLeast: 0.9,
  },
  {
    name: 'topics with their number of articles',
    query: '*[_type == "topic"]{title, "articles": count(*[_type == "article" && topic._ref == ^._id])}',
    atLeast: 0.9,
  },
  {
    name: 'topics with their newest articles',
    query:
      '*[_type == "topic"][0...10]{title, "newest": *[_type == "article" && topic._ref == ^._id] | order(publishedAt desc)[0...3]{headline}}',
    atLeast: 0.9,
  },
  {
    name: 'topics nobody writes about',
    query: '*[_type == "topic" && count(*[_type == "article" && references(^._id)]) == 0]._id',
    atLeast: 0.9,
  },
  { name: 'tags in use', query: 'array::unique(*[_type == "article"].tags[])', atLeast: 0.9 },
];
