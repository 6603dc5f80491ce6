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
  it('stand below the topic above them, with the way there', () => {
    expect(inTreeOrder(topics).map(({ topic, above }) => [topic._id, above])).toEqual([
      ['back', ''],
      ['headaches', ''],
      ['migraine', 'Headaches'],
      ['hormones', 'Headaches › Migraine'],
    ]);
  });

  it('make a branch with all topics below them', () => {
    expect(branchOf('headaches', topics)).toEqual(['headaches', 'migraine', 'hormones']);
  });

  it('are each listed once, whatever drafts say is above what: circles, and topics that are gone', () => {
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
