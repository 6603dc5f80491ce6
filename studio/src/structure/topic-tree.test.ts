import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { branchOf, inTreeOrder } from './topic-tree.ts';

const topics = [
  { _id: 'migraine', title: 'Migraine', parent: 'headaches' },
  { _id: 'back', title: 'Back pain' },
  { _id: 'hormones', title: 'Hormones', parent: 'migraine' },
  { _id: 'headaches', title: 'Headaches' },
];

describe('topics', () => {
  it('come after their parent, with the titles of their ancestors', () => {
    expect(inTreeOrder(topics).map(({ topic, above }) => [topic._id, above])).toEqual([
      ['back', ''],
      ['headaches', ''],
      ['migraine', 'Headaches'],
      ['hormones', 'Headaches › Migraine'],
    ]);
  });

  it('form a branch with all their descendants', () => {
    expect(branchOf('headaches', topics)).toEqual(['headaches', 'migraine', 'hormones']);
  });

  it('are each listed once, also with cycles and missing parents', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const anyTopics = fc.uniqueArray(
      fc.record({ _id: id, title: id, parent: fc.option(fc.oneof(id, fc.constant('gone'))) }),
      {
        selector: ({ _id }) => _id,
      },
    );
    fc.assert(
      fc.property(anyTopics, (rows) => {
        const ids = rows.map(({ _id }) => _id);
        expect(
          inTreeOrder(rows)
            .map(({ topic }) => topic._id)
            .toSorted(),
        ).toEqual(ids.toSorted());
        for (const start of ids) expect(branchOf(start, rows)).toEqual([...new Set(branchOf(start, rows))]);
      }),
    );
  });
});
