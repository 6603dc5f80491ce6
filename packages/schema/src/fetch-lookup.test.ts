import { describe, expect, it } from '@jest/globals';
import { checkInContext } from './context.ts';
import { contextVerdicts } from './context-verdicts.ts';
import { fetchLookup, type LookupParams } from './fetch-lookup.ts';
import { aCallToAction, anImageAsset, aRedirect, oneOfEachType } from './fixtures.ts';
import { pathToString } from './issue.ts';

type Found = { _id: string; _type: string; slug?: { current: string }; from?: string };
const newsroom: Found[] = [...oneOfEachType(), anImageAsset()];

/** A fetch that returns the requested documents only. */
const lakeOf = (documents: Found[]) => async (params: LookupParams) =>
  documents.filter(
    ({ _id, _type, slug, from }) =>
      _type === 'topic' ||
      params.ids.includes(_id) ||
      params.slugs.includes(slug?.current ?? '') ||
      params.addresses.includes(from ?? ''),
  );

async function found(document: unknown, documents = newsroom): Promise<string[]> {
  const lookup = await fetchLookup([document], lakeOf(documents));
  return checkInContext(document, lookup).map(({ path, code }) => `${pathToString(path)}: ${code}`);
}

describe('with only the fetched documents, `checkInContext` finds the same as with all', () => {
  it.each(contextVerdicts)('for $name', async ({ document, issues }) => {
    expect(await found(document)).toEqual(issues.map(({ path, code }) => `${path}: ${code}`));
  });
});

it('follows redirects to other addresses, and ends in a redirect loop', async () => {
  const move = (from: string, to: string) => aRedirect({ _id: from.slice(1), from, to, target: undefined });
  const moves = [move('/a', '/b'), move('/b', '/back-pain/wry-neck'), move('/c', '/d'), move('/d', '/c')];
  expect(await found(aCallToAction({ url: '/a' }), [...newsroom, ...moves])).toEqual([]);
  expect(await found(aCallToAction({ url: '/c' }), [...newsroom, ...moves])).toEqual(['url: address.missing']);
});

it('follows a redirect below another redirect', async () => {
  const moves = [
    aRedirect({ _id: 'branch', from: '/backs', to: '/spines', target: undefined }),
    aRedirect({ _id: 'below', from: '/spines/wry-neck' }),
  ];
  for (const url of ['/backs/wry-neck', '/backs/wry-neck.md', '/share/backs/wry-neck.png']) {
    expect(await found(aCallToAction({ url }), [...newsroom, ...moves])).toEqual([]);
  }
});
