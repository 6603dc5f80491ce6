import { documents } from '@bodytext/demo/documents';
import type { LakeDocument } from '@bodytext/groq/document';

const isArticle = ({ _type }: { _type: string }): boolean => _type === 'article';
const minutesPerYear = 365 * 24 * 60;

/**
 * The demo's documents with so many copies of its full-length articles, every other one with a draft. Titles begin with
 * every letter, and the orders by id, title and `_updatedAt` all differ.
 */
export function* demoDocuments(articles: number): Generator<LakeDocument> {
  const originals = documents.filter(isArticle);
  for (const [index, document] of documents.entries()) if (!isArticle(document)) yield stored(document, index, index);
  for (let n = 0; n < articles; n++) {
    const mixed = Math.imul(n + 1, 2_654_435_761) >>> 0;
    const original = originals[n % originals.length];
    if (!original) return;
    const copy = {
      ...original,
      _id: `article-${n}`,
      title: `${String.fromCharCode(65 + (mixed % 26))} ${String(original.title)} ${n}`,
      slug: { _type: 'slug', current: `article-${n}` },
    };
    yield stored(copy, n, mixed % minutesPerYear);
    if (n % 2 === 1)
      yield stored({ ...copy, _id: `drafts.article-${n}` }, n, minutesPerYear + (mixed % minutesPerYear));
  }
}

function stored(document: { _id: string; _type: string }, created: number, updated: number): LakeDocument {
  return { ...document, _rev: 'rev', _createdAt: timeOf(created), _updatedAt: timeOf(updated) };
}

function timeOf(minutes: number): string {
  return new Date(Date.UTC(2024, 0, 1) + minutes * 60_000).toISOString();
}
