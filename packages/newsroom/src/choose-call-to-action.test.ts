import { aCallToAction, aCareCard, anArticle, aParagraph, aPlacement } from '@bodytext/schema/fixtures';
import type { Placement } from '@bodytext/schema/placement';
import { describe, expect, test } from '@jest/globals';
import { chooseCallToAction } from './choose-call-to-action.ts';

const now = new Date('2026-04-01T12:00:00Z');
const topicIds = ['topic-top', 'topic-middle', 'topic-near'];

function placed(id: string, overrides: Partial<Placement>) {
  const placement = aPlacement({ _id: id, startsAt: undefined, endsAt: undefined, ...overrides });
  return { placement, callToAction: aCallToAction({ _id: `cta-${id}` }) };
}

const site = placed('site', { topic: undefined, position: 'afterWhat' });
const top = placed('top', { topic: { _ref: 'topic-top' } });
const near = placed('near', { topic: { _ref: 'topic-near' } });

function choose(placements: ReturnType<typeof placed>[], more: Partial<Parameters<typeof chooseCallToAction>[0]> = {}) {
  return chooseCallToAction({ article: anArticle(), override: undefined, placements, topicIds, ...more }, now);
}

test('an article’s own call to action goes before every placement', () => {
  const override = aCallToAction({ _id: 'cta-own' });
  expect(choose([near, site], { override })).toMatchObject({ callToAction: override, because: { kind: 'override' } });
});

test('the nearest topic’s placement goes before those above it and the site’s', () => {
  expect(choose([site, top, near])).toMatchObject({
    callToAction: { _id: 'cta-near' },
    because: { kind: 'topic', topicId: 'topic-near' },
  });
  expect(choose([site, top])).toMatchObject({ callToAction: { _id: 'cta-top' } });
  expect(choose([site])).toMatchObject({
    callToAction: { _id: 'cta-site' },
    position: 'afterWhat',
    because: { kind: 'site' },
  });
  expect(choose([])).toBeUndefined();
});

describe('a placement counts only', () => {
  test.each([
    ['while it is switched on', { enabled: false }],
    ['after its start', { startsAt: '2026-04-01T12:00:01Z' }],
    ['before its end', { endsAt: '2026-04-01T12:00:00Z' }],
  ])('%s', (_, overrides) => {
    expect(choose([placed('closed', { topic: { _ref: 'topic-near' }, ...overrides }), site])).toMatchObject({
      callToAction: { _id: 'cta-site' },
    });
  });

  test('from the very moment of its start on', () => {
    expect(choose([placed('open', { topic: undefined, startsAt: '2026-04-01T14:00:00+02:00' })])).toBeDefined();
  });
});

test('no call to action comes before an emergency card', () => {
  const emergency = { heading: 'Causes', body: [aParagraph('Words.'), aCareCard({ urgency: 'emergency' })] };
  expect(choose([site], { article: anArticle({ causes: emergency }) })?.position).toBe('afterCauses');
  expect(choose([site], { article: anArticle({ ordeal: emergency }) })?.position).toBe('afterOrdeal');
  expect(choose([near], { article: anArticle({ what: emergency }) })?.position).toBe('afterCauses');
});
