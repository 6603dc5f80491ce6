import type { LakeDocument } from '@bodytext/groq/document';

/*
 * Deterministic documents of about 5 KB, nine in ten of them articles, the others topics, authors and drafts. The number
 * of topics grows with that of documents, so that a query by topic matches as many at every size.
 */

const stems =
  'back neck joint muscle nerve spasm relief posture sleep warmth walking breath tension sprain lumbar spine';
const endings = [
  '',
  's',
  'ing',
  'ed',
  'er',
  'ly',
  'ness',
  'less',
  'ful',
  'ward',
  'able',
  'ment',
  'ity',
  'ive',
  'al',
  'ic',
];
const vocabulary = stems.split(' ').flatMap((stem) => endings.map((ending) => stem + ending));
const rareWord = 'sacroiliac';
const blocksPerArticle = 9;
const wordsPerBlock = 42;

/** A linear congruential generator, so that the data are the same in every run. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A generator, as 100,000 documents need not be in memory at once. */
export function* newsroomDocuments(count: number): Generator<LakeDocument> {
  const topics = Math.max(20, Math.round(count / 100));
  for (let n = 0; n < count; n++) {
    if (n < topics) yield topic(n);
    else if (n < topics * 2) yield author(n - topics);
    else yield article(n, topics, n % 10 === 9);
  }
}

export const slugOf = (n: number): string => `article-${n}`;

function topic(n: number): LakeDocument {
  const parent = n === 0 ? {} : { parent: { _type: 'reference', _ref: `topic-${Math.floor((n - 1) / 4)}` } };
  const random = numbersFrom(n + 1);
  return { ...envelope(`topic-${n}`, 'topic', n), title: title(random), slug: slug(`topic-${n}`), ...parent };
}

function author(n: number): LakeDocument {
  const random = numbersFrom(n + 7_919);
  return { ...envelope(`author-${n}`, 'person', n), name: title(random), biography: [block(random, 0)] };
}

function article(n: number, topics: number, isDraft: boolean): LakeDocument {
  const random = numbersFrom(n + 104_729);
  const body = Array.from({ length: blocksPerArticle }, (_, position) => block(random, position));
  const marked = n % 100 === 50 ? `${rareWord} ` : '';
  return {
    ...envelope(isDraft ? `drafts.article-${n - 1}` : `article-${n}`, 'article', n),
    headline: marked + title(random),
    slug: slug(slugOf(n)),
    topic: { _type: 'reference', _ref: `topic-${Math.floor(random() * topics)}` },
    authors: [{ _key: 'a', _type: 'reference', _ref: `author-${Math.floor(random() * topics)}` }],
    publishedAt: timeOf(Math.floor(random() * 1_000_000)),
    minutes: 1 + Math.floor(random() * 20),
    isFeatured: random() < 0.02,
    tags: [word(random), word(random)],
    summary: sentence(random, 20),
    body: n % 100 === 51 ? [...body, { ...block(random, body.length), children: [span(`${rareWord} pain`)] }] : body,
  };
}

function envelope(_id: string, _type: string, n: number) {
  return { _id, _type, _rev: `rev-${n}`, _createdAt: timeOf(n), _updatedAt: timeOf(n * 7) };
}

function timeOf(minutes: number): string {
  return new Date(Date.UTC(2024, 0, 1) + minutes * 60_000).toISOString();
}

const slug = (current: string) => ({ _type: 'slug', current });
const word = (random: () => number): string => vocabulary[Math.floor(random() * vocabulary.length)] ?? '';
const sentence = (random: () => number, words: number): string =>
  Array.from({ length: words }, () => word(random)).join(' ');
const title = (random: () => number): string => sentence(random, 5);
const span = (text: string) => ({ _type: 'span', _key: 's', marks: [], text });

function block(random: () => number, position: number) {
  const style = position % 4 === 0 ? 'h2' : 'normal';
  return {
    _type: 'block',
    _key: `b${position}`,
    style,
    markDefs: [],
    children: [span(sentence(random, wordsPerBlock))],
  };
}
