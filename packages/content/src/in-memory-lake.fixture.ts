import { anArticle, oneOfEachType } from '@bodytext/schema/fixtures';
import { evaluate, parse } from 'groq-js';
import { lastGoodInMemory } from './last-good.ts';
import type { ReadContext, ReadProblem } from './read.ts';

/** System fields that every lake sets. */
const times = { _createdAt: '2026-03-01T08:00:00Z', _updatedAt: '2026-03-02T08:00:00Z' };

/**
 * A `ReadContext` for tests, by groq-js over documents in memory. A test may change `lake.documents`, take the lake
 * down by `lake.fails`, and remove documents by `lake.gone`.
 */
export function inMemoryLake(documents: object[]) {
  const problems: ReadProblem[] = [];
  const lake = { documents, fails: false, position: 0, gone: new Map<string, number>() };
  const context: ReadContext = {
    perspective: 'published',
    lastGood: lastGoodInMemory(),
    removals: {
      get position() {
        return lake.position;
      },
      isGoneSince: (id, position) => (lake.gone.get(id) ?? 0) > position,
    },
    report: (problem) => void problems.push(problem),
    client: {
      async fetch(groq, params) {
        if (lake.fails) throw new Error('The lake is down.');
        const value = await evaluate(parse(groq, { params }), {
          dataset: lake.documents.map((document) => ({ ...times, ...document })),
          params,
        });
        return value.get();
      },
    },
  };
  return { context, lake, problems };
}

/** One document of each type, with an article whose review is never overdue. */
export function oneOfEachTypeReviewed(): { _type: string }[] {
  return oneOfEachType().map((one) => (one._type === 'article' ? anArticle({ nextReviewOn: '2999-03-02' }) : one));
}
