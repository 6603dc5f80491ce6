import { anArticle, aPlacement, oneOfEachType, theSettings } from '@bodytext/schema/fixtures';
import { reviewState } from '@bodytext/schema/review';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { readAddress } from './address.ts';
import { aReadingRoom } from './reading.fixture.ts';

/*
 * The site's page cache gives a page away no longer than it is valid: who comes after that moment gets the new one, with
 * no visitor before them who gets the old one.
 */

afterEach(() => {
  jest.restoreAllMocks();
});

const article = anArticle({ reviewedOn: '2024-03-02', nextReviewOn: '2026-03-02' });
const settings = theSettings({ reviewGraceDays: 7 });

/** Until when the article's page, read at this moment, is valid. */
async function endOf(now: string, placements: object[] = []): Promise<string | null> {
  const replaced = new Set(['article', 'settings', 'placement']);
  const others = oneOfEachType().filter(({ _type }) => !replaced.has(_type));
  const { context } = aReadingRoom([...others, article, settings, ...placements]);
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));
  return (await readAddress(context, '/back-pain/stiff-neck')).validUntil;
}

describe('an article’s page ends by itself', () => {
  test.each([
    ['is due', '2026-03-01T12:00:00Z', '2026-03-03T00:00:00.000Z', ['current', 'overdue']],
    ['has run out of days of grace', '2026-03-03T00:00:00Z', '2026-03-10T00:00:00.000Z', ['overdue', 'lapsed']],
  ])('when its review %s, which is when what it shows changes', async (_, now, expected, states) => {
    const end = await endOf(now);
    expect(end).toBe(expected);
    const moments = [Date.parse(expected) - 1, Date.parse(expected)];
    expect(moments.map((moment) => reviewState(article, settings, new Date(moment)))).toEqual(states);
  });

  test('when what it offers starts, and when that ends', async () => {
    const placement = aPlacement({ startsAt: '2026-01-10T08:00:00Z', endsAt: '2026-02-10T08:00:00Z' });
    expect(await endOf('2026-01-01T00:00:00Z', [placement])).toBe('2026-01-10T08:00:00.000Z');
    expect(await endOf('2026-01-10T08:00:00Z', [placement])).toBe('2026-02-10T08:00:00.000Z');
  });

  test('at no moment when all of these are over', async () => {
    expect(await endOf('2026-03-10T00:00:00Z', [aPlacement({ endsAt: '2026-02-10T08:00:00Z' })])).toBeNull();
  });
});
