import { anyDataset, anyQuery, anyReader, openPairs } from '@bodytext/groq/query-pairs.fixture';
import type { Row } from '@bodytext/measure/measure';
import fc from 'fast-check';

const queriesPerDataset = 20;

/** Runs random pairs of query and dataset through the planner, and through groq-js over all documents. */
export async function planner(size: number): Promise<Row[]> {
  const pairs = openPairs();
  let compared = 0;
  const property = fc.property(
    anyDataset,
    fc.array(fc.tuple(anyQuery, anyReader), { minLength: queriesPerDataset, maxLength: queriesPerDataset }),
    (documents, queriesAndReaders) => {
      const all = pairs.fill(documents);
      for (const [query, reader] of queriesAndReaders) {
        compared++;
        const found = pairs.compare(query, reader, all);
        if (Object.values(found).some((result) => result !== found.expected))
          throw new Error(JSON.stringify({ query, reader, ...found, documents: all }));
      }
    },
  );
  try {
    const { failed, errorInstance, seed } = fc.check(property, { numRuns: Math.ceil(size / queriesPerDataset) });
    return [
      {
        name: `differences from groq-js in ${compared} pairs of query and dataset`,
        value: failed ? `with the seed ${seed}: ${errorInstance}` : 'none',
        bar: { text: 'none', met: !failed },
      },
    ];
  } finally {
    pairs.close();
  }
}
