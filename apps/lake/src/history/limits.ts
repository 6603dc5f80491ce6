import type { Limit } from '../limit.ts';

/** What one request may read of the history. */
export const historyLimits = {
  documentsPerRequest: {
    value: 200,
    unit: 'documents',
    why: 'the Studio requests a document’s variants; each may have a long history to walk back',
  },
  contentsRead: {
    value: 32_000_000,
    unit: 'characters',
    why: 'they take a quarter of a second; the history of a large document that changes often does not fit in memory',
  },
  answer: {
    value: 32_000_000,
    unit: 'characters',
    why: 'sending more would delay other callers; the largest possible document fits several times',
  },
} satisfies Record<string, Limit>;
