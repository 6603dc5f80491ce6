import { describe, expect, test } from '@jest/globals';
import { articleDocument } from './article.ts';
import { articles } from './dataset.ts';
import type { Body } from './portable-text.ts';
import { gradeOf, sentencesOf, wordsOf } from './readability.ts';
import { references } from './references.ts';
import { topics } from './topics.ts';

const bySlug = articles.map((article) => [article.slug, article] as const);
type Article = (typeof articles)[number];

describe.each(bySlug)('%s', (_slug, article) => {
  const whole = [...article.lead, ...article.what.body, ...article.causes.body, ...article.ordeal.body];
  const paragraphs = linesOf(whole).filter((line) => /[.!?”:]$/.test(line));

  test('cites known works, and lists each once', () => {
    const cited = citationsIn(article);
    const listed = listedBy(article);
    expect(cited.length).toBeGreaterThanOrEqual(3);
    expect([...new Set(cited)].sort()).toEqual([...listed].sort());
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed.filter((id) => references[id.replace('reference-', '')] === undefined)).toEqual([]);
  });

  test('has a care card of each urgency, and no section ends with an emergency', () => {
    const cards = whole.flatMap((item) => (item._type === 'careCard' ? [item.urgency] : []));
    expect([...new Set(cards)].sort()).toEqual(['emergency', 'nonUrgent', 'urgent']);
    const endings = [article.what, article.causes, article.ordeal].map(({ body }) => body.at(-1));
    expect(endings.filter((item) => item?._type === 'careCard' && item.urgency === 'emergency')).toEqual([]);
  });

  test('has its emergency card before any position of a call to action', () => {
    const later = [...article.causes.body, ...article.ordeal.body];
    expect(article.what.body.some((item) => item._type === 'careCard' && item.urgency === 'emergency')).toBe(true);
    expect(later.filter((item) => item._type === 'careCard' && item.urgency === 'emergency')).toEqual([]);
  });

  test('discloses that its story is a composite', () => {
    const [first] = article.ordeal.body;
    expect(first).toMatchObject({ _type: 'callout', tone: 'note', title: 'About this story' });
    expect(JSON.stringify(first)).toContain('put together from things that many people say');
  });

  test('has subheadings, lists and a link to another article', () => {
    const blocks = (body: Body) => body.flatMap((item) => (item._type === 'block' ? [item] : []));
    for (const { body } of [article.what, article.ordeal]) {
      expect(blocks(body).some(({ style }) => style === 'h3')).toBe(true);
    }
    const hasList = ({ body }: { body: Body }) => blocks(body).some(({ listItem }) => listItem !== undefined);
    expect(hasList(article.what)).toBe(true);
    expect(hasList(article.causes) || hasList(article.ordeal)).toBe(true);
    expect(linksIn(article).filter((id) => id.startsWith('article-')).length).toBeGreaterThanOrEqual(1);
    expect(linksIn(article)).not.toContain(`article-${article.slug}`);
  });

  test('is due for review three years after the last one', () => {
    const year = Number(article.reviewedOn.slice(0, 4));
    expect(article.nextReviewOn).toBe(`${year + 3}${article.reviewedOn.slice(4)}`);
  });

  test('is readable below grade seven, in short sentences and paragraphs', () => {
    expect(gradeOf(paragraphs.join(' '))).toBeLessThan(7);
    expect(paragraphs.flatMap(sentencesOf).filter((sentence) => wordsOf(sentence).length > 20)).toEqual([]);
    expect(paragraphs.filter((paragraph) => sentencesOf(paragraph).length > 3)).toEqual([]);
  });

  test('has more than five hundred words', () => {
    expect(wordsOf(linesOf(whole).join(' ')).length).toBeGreaterThan(500);
  });

  test('uses curly quotes and no straight ones', () => {
    const words = [article.headline, article.title, article.seo.description, ...linesOf(whole)].join('\n');
    expect(words).not.toMatch(/["']/);
  });

  test('promises no cure', () => {
    expect(linesOf(whole).join('\n')).not.toMatch(/\b(?:cures?|cured|miracle|guaranteed)\b/i);
  });
});

describe('the taxonomy', () => {
  const parents = new Map(topics.map(({ slug, parent }) => [slug, parent]));
  const depthOf = (slug: string | undefined): number => (slug === undefined ? 0 : 1 + depthOf(parents.get(slug)));

  test('is three topics deep', () => {
    expect(Math.max(...topics.map(({ slug }) => depthOf(slug)))).toBe(3);
  });

  test('keeps every article at least two topics down', () => {
    expect(articles.filter(({ topic }) => depthOf(topic) < 2).map(({ slug }) => slug)).toEqual([]);
  });

  test('has an article or a child topic in every topic', () => {
    const used = new Set([...articles.map(({ topic }) => topic), ...parents.values()]);
    expect(topics.filter(({ slug }) => !used.has(slug))).toEqual([]);
  });
});

test('exactly one article has an overdue review, as an example', () => {
  const overdue = articles.filter(({ nextReviewOn }) => nextReviewOn < '2026-11-22');
  expect(overdue.map(({ slug }) => slug)).toEqual(['upper-back-pain']);
});

function linesOf(body: Body): string[] {
  return body.flatMap((item) => {
    if (item._type === 'figure') return item.caption ?? [];
    if (item._type !== 'block') return linesOf(item.body);
    return item.children
      .map((child) => (child._type === 'span' ? child.text : ''))
      .join('')
      .trim();
  });
}

function refsOf(value: unknown, type: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own =
    Reflect.get(value, '_type') === type ? [String(Reflect.get(Reflect.get(value, 'reference'), '_ref'))] : [];
  return [...own, ...Object.values(value).flatMap((field) => refsOf(field, type))];
}

function citationsIn(article: Article): string[] {
  return refsOf(article, 'citation');
}

function linksIn(article: Article): string[] {
  return refsOf(article, 'internalLink');
}

function listedBy(article: Article): string[] {
  const { references: listed } = { references: [], ...articleDocument(article) };
  return listed.map((item) => String(Reflect.get(item, '_ref')));
}
