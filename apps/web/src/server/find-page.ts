import { type AToZPage, readAToZ } from '@bodytext/content/a-to-z';
import { type AtAddress, readAddress } from '@bodytext/content/address';
import { type HomePage, readHomePage } from '@bodytext/content/home-page';
import { type PeoplePage, readPeoplePage } from '@bodytext/content/people-page';
import type { Read, ReadContext } from '@bodytext/content/read';
import { isAddress } from './is-address.ts';

/** Everything a page can be made of. */
export type Found = HomePage | AToZPage | PeoplePage | AtAddress;

/** Reads the content of one page; undefined where there is none, which only some pages know without asking. */
export type ReadPage = (context: ReadContext) => Promise<Read<Found> | undefined>;

/** Arabic, Hebrew and Chinese letters are neither capital nor small. */
const letterPage = /^\/a-to-z\/([\p{Ll}\p{Lo}\p{Lm}]|0-9)$/u;

/** How to read the page at a path: one of the site's own, or whatever the editors put there. */
export function findPage(path: string): ReadPage {
  if (path === '/') return readHomePage;
  if (path === '/people') return readPeoplePage;
  if (path === '/a-to-z') return (context) => readAToZ(context);
  const letter = letterPage.exec(path)?.[1];
  if (letter !== undefined) return (context) => readAToZ(context, letter);
  return async (context) => (isAddress(path) ? readAddress(context, path) : undefined);
}
