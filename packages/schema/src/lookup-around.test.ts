import { describe, expect, it } from '@jest/globals';
import { checkInContext } from './context.ts';
import { contextVerdicts } from './context-verdicts.ts';
import { aCallToAction, aNewsroom, anImageAsset, aRedirect } from './fixtures.ts';
import { pathToString } from './issue.ts';
import { type Asked, lookupAround } from './lookup-around.ts';

type Found = { _id: string; _type: string; slug?: { current: string }; from?: string };
const newsroom: Found[] = [...aNewsroom(), anImageAsset()];

/** A lake that gives what it was asked for, and nothing else. */
const lakeOf = (documents: Found[]) => async (asked: Asked) =>
  documents.filter(
    ({ _id, _type, slug, from }) =>
      _type === 'topic' ||
      asked.ids.includes(_id) ||
      asked.slugs.includes(slug?.current ?? '') ||
      asked.addresses.includes(from ?? ''),
  );

async function found(document: unknown, documents = newsroom): Promise<string[]> {
  const lookup = await lookupAround([document], lakeOf(documents));
  return checkInContext(document, lookup).map(({ path, code }) => `${pathToString(path)}: ${code}`);
}

describe('who asks a lake for what is needed says the same as who has everything', () => {
  it.each(contextVerdicts)('about $name', async ({ document, issues }) => {
    expect(await found(document)).toEqual(issues.map(({ path, code }) => `${path}: ${code}`));
  });
});

it('asks on where redirects lead to other addresses, and ends where they run in a circle', async () => {
  const move = (from: string, to: string) => aRedirect({ _id: from.slice(1), from, to, target: undefined });
  const moves = [move('/a', '/b'), move('/b', '/back-pain/wry-neck'), move('/c', '/d'), move('/d', '/c')];
  expect(await found(aCallToAction({ url: '/a' }), [...newsroom, ...moves])).toEqual([]);
  expect(await found(aCallToAction({ url: '/c' }), [...newsroom, ...moves])).toEqual(['url: address.missing']);
});

it('asks on where an address below one that moved has moved itself', async () => {
  const moves = [
    aRedirect({ _id: 'branch', from: '/backs', to: '/spines', target: undefined }),
    aRedirect({ _id: 'below', from: '/spines/wry-neck' }),
  ];
  for (const url of ['/backs/wry-neck', '/backs/wry-neck.md', '/share/backs/wry-neck.png']) {
    expect(await found(aCallToAction({ url }), [...newsroom, ...moves])).toEqual([]);
  }
});
