import { addressed, addressOf } from '@bodytext/schema/address';
import type { Lookup } from '@bodytext/schema/lookup';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** A redirect document that a move needs, ready to be written with `createOrReplace`. */
export type MovedAddress = {
  _id: string;
  _type: 'redirect';
  from: string;
  target: { _type: 'reference'; _ref: string; _weak: true };
};

/**
 * The redirects that keep old addresses alive when a published document's address changes.
 * One document is enough for a whole branch: a topic's redirect also answers for everything that was below it.
 *
 * @param before the published document as it was; null when it is new
 * @param after the published document as it will be; null when it is unpublished or deleted: no redirect, since a
 *   page that was taken away must not lead its readers elsewhere
 * @param lookup the other published documents
 */
export function redirectsForMove(before: unknown, after: unknown, lookup: Lookup): MovedAddress[] {
  const document = addressed.safeParse(after);
  if (!document.success || !addressed.safeParse(before).success) return [];
  const from = addressOf(before, lookup.get);
  const to = addressOf(after, lookup.get);
  if (from === undefined || to === undefined || from === to) return [];
  // Weak, so that the document can still be deleted; the redirect then leads nowhere and readers get a 404.
  const target = { _type: 'reference', _ref: document.data._id, _weak: true } as const;
  return [{ _id: redirectIdOf(from), _type: 'redirect', from, target }];
}

/** Sanity's limit for ids. An address may be longer, since each of its slugs may have 96 characters. */
const longestId = 128;
const hashCharacters = 32;

/**
 * One id per address, so that a second move from the same address replaces the first redirect. `--` can stand for `/`,
 * since slugs never have two hyphens in a row.
 */
function redirectIdOf(from: string): string {
  const id = `redirect-${from.slice(1).replaceAll('/', '--')}`;
  if (id.length <= longestId) return id;
  // Not `node:crypto`: the Studio runs this in a browser, whose own SHA-256 is asynchronous.
  const hash = bytesToHex(sha256(utf8ToBytes(from))).slice(0, hashCharacters);
  return `${id.slice(0, longestId - hashCharacters - 2)}--${hash}`;
}
