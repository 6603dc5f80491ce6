import { anArticle, oneOfEachType } from '@bodytext/schema/fixtures';
import { evaluate, parse } from 'groq-js';
import { lastGoodInMemory } from './last-good.ts';
import type { ReadContext, ReadProblem } from './read.ts';

/** Every lake sets these. */
const times = { _createdAt: '2026-03-01T08:00:00Z', _updatedAt: '2026-03-02T08:00:00Z' };

/**
 * A place to read from, for tests: real GROQ over documents in memory, which a test may change as it goes.
 * `fails` stands for a lake that is down.
 */
export function aReadingRoom(documents: object[]) {
  const problems: ReadProblem[] = [];
  const room = { documents, fails: false, problems, position: 0, gone: new Map<string, number>() };
  const context: ReadContext = {
    perspective: 'published',
    lastGood: lastGoodInMemory(),
    removals: {
      get position() {
        return room.position;
      },
      isGoneSince: (id, position) => (room.gone.get(id) ?? 0) > position,
    },
    report: (problem) => void problems.push(problem),
    client: {
      async fetch(groq, params) {
        if (room.fails) throw new Error('The lake is down.');
        const value = await evaluate(parse(groq, { params }), {
          dataset: room.documents.map((document) => ({ ...times, ...document })),
          params,
        });
        return value.get();
      },
    },
  };
  return { ...room, context, room };
}

/** A newsroom whose reviews are not due whenever this is read. */
export function aReviewedNewsroom(): { _type: string }[] {
  return oneOfEachType().map((one) => (one._type === 'article' ? anArticle({ nextReviewOn: '2999-03-02' }) : one));
}
