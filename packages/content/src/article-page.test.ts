import { anArticle, aPlacement, oneOfEachType, theSettings } from '@bodytext/schema/fixtures';
import { reviewState } from '@bodytext/schema/review';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { readAddress } from './address.ts';
import { inMemoryLake } from './in-memory-lake.fixture.ts';

/*
 * The site's page cache renders a page again at the first request after its expiry, without serving the stale page
 * first.
 */

afterEach(() => {
  jest.restoreAllMocks();
});

const article = anArticle({ reviewedOn: '2024-03-02', nextReviewOn: '2026-03-02' });
const settings = theSettings({ reviewGraceDays: 7 });

/** When the article's page, read at this moment, expires. */
async function expiryOf(now: string, placements: object[] = []): Promise<string | null> {
  const replaced = new Set(['article', 'settings', 'placement']);
  const others = oneOfEachType().filter(({ _type }) => !replaced.has(_type));
  const { context } = inMemoryLake([...others, article, settings, ...placements]);
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));
  return (await readAddress(context, '/back-pain/stiff-neck')).validUntil;
}

describe('an article’s page expires without an edit', () => {
  test.each([
    ['is due', '2026-03-01T12:00:00Z', '2026-03-03T00:00:00.000Z', ['current', 'overdue']],
    ['has run out of days of grace', '2026-03-03T00:00:00Z', '2026-03-10T00:00:00.000Z', ['overdue', 'lapsed']],
  ])('when its review %s, which is when its review state changes', async (_, now, expected, states) => {
    const end = await expiryOf(now);
    expect(end).toBe(expected);
    const moments = [Date.parse(expected) - 1, Date.parse(expected)];
    expect(moments.map((moment) => reviewState(article, settings, new Date(moment)))).toEqual(states);
  });

  test('when a placement starts, and when it ends', async () => {
    const placement = aPlacement({ startsAt: '2026-01-10T08:00:00Z', endsAt: '2026-02-10T08:00:00Z' });
    expect(await expiryOf('2026-01-01T00:00:00Z', [placement])).toBe('2026-01-10T08:00:00.000Z');
    expect(await expiryOf('2026-01-10T08:00:00Z', [placement])).toBe('2026-02-10T08:00:00.000Z');
  });

  test('never when all of these are in the past', async () => {
    expect(await expiryOf('2026-03-10T00:00:00Z', [aPlacement({ endsAt: '2026-02-10T08:00:00Z' })])).toBeNull();
  });
});
