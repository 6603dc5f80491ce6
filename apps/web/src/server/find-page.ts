import { type AToZPage, readAToZ } from '@bodytext/content/a-to-z';
import { type AtAddress, readAddress } from '@bodytext/content/address';
import { type HomePage, readHomePage } from '@bodytext/content/home-page';
import { type PeoplePage, readPeoplePage } from '@bodytext/content/people-page';
import type { Read, ReadContext } from '@bodytext/content/read';
import { isAddress } from './is-address.ts';

/** The content of any page. */
type Found = HomePage | AToZPage | PeoplePage | AtAddress;

/** Reads the content of a page; undefined where the path can't have a page, so that the lake is not asked. */
export type ReadPage = (context: ReadContext) => Promise<Read<Found> | undefined>;

/** Lower case, or of a script without case, such as Arabic, Hebrew and Chinese. */
const letterPage = /^\/a-to-z\/([\p{Ll}\p{Lo}\p{Lm}]|0-9)$/u;

/** The read for the page at a path: one of the site's own pages, or a document. */
export function findPage(path: string): ReadPage {
  if (path === '/') return readHomePage;
  if (path === '/people') return readPeoplePage;
  if (path === '/a-to-z') return (context) => readAToZ(context);
  const letter = letterPage.exec(path)?.[1];
  if (letter !== undefined) return (context) => readAToZ(context, letter);
  return async (context) => (isAddress(path) ? readAddress(context, path) : undefined);
}
