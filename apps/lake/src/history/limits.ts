import type { Limit } from '../limit.ts';

/** What one request may ask of the history. */
export const historyLimits = {
  documentsAsked: {
    value: 200,
    unit: 'documents',
    why: 'the Studio asks for a document’s variants; each may have a long history to go back through',
  },
  contentsRead: {
    value: 32_000_000,
    unit: 'characters',
    why: 'a quarter of a second’s work; large documents that change often have histories larger than the memory',
  },
  answer: {
    value: 32_000_000,
    unit: 'characters',
    why: 'more takes longer to be sent than others should wait; the largest document there can be fits several times',
  },
} satisfies Record<string, Limit>;
