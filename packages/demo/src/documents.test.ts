import { addressOf } from '@bodytext/schema/address';
import { checkPublishable } from '@bodytext/schema/check';
import { checkInContext } from '@bodytext/schema/context';
import { isDocumentType } from '@bodytext/schema/document-types';
import { lookupOf } from '@bodytext/schema/lookup';
import { referencesIn } from '@bodytext/schema/references-in';
import { describe, expect, test } from '@jest/globals';
import { images } from '../assets/images.ts';
import { documents } from './documents.ts';
import { assetId } from './images.ts';

const imported = Object.keys(images).map((file) => ({
  _id: assetId(`image@file://./images/${file}`),
  _type: 'sanity.imageAsset',
}));
const lookup = lookupOf([...documents, ...imported]);
const byName = documents.map((document) => [document._id, document] as const);
const addresses = documents.flatMap((document) => addressOf(document, lookup.get) ?? []);

describe.each(byName)('%s', (_id, document) => {
  test('can be published, and the newsroom has no advice left to give', () => {
    expect(isDocumentType(document._type)).toBe(true);
    expect(checkPublishable(document)).toEqual([]);
  });

  test('fits among the others: nothing dangles, and its address is its own', () => {
    expect(checkInContext(document, lookup)).toEqual([]);
  });
});

describe('the documents together', () => {
  test('have the addresses that other rooms and readers count on', () => {
    expect(addresses).toEqual(
      expect.arrayContaining([
        '/back-pain',
        '/back-pain/lower-back-pain',
        '/back-pain/lower-back-pain/lower-back-spasm',
        '/back-pain/neck-and-upper-back/stiff-neck',
        '/headaches/migraine/migraine-with-aura',
        '/headaches/migraine/migraine-and-hormones/menstrual-migraine',
        '/about',
        '/editorial-policy',
        '/privacy',
        '/contact',
        '/corrections',
        '/people/amara-oyelaran',
      ]),
    );
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test('hold every type of document the newsroom knows', () => {
    const types = new Set(documents.map((document) => document._type));
    expect([...types].sort()).toEqual([
      'article',
      'callToAction',
      'literatureReference',
      'page',
      'person',
      'placement',
      'redirect',
      'settings',
      'topic',
    ]);
  });

  test('use every work, person, topic, page and offer: nothing is left over', () => {
    const used = new Set(documents.flatMap((document) => referencesIn(document).map(({ id }) => id)));
    const offered = new Set(documents.flatMap((document) => (typeof document.url === 'string' ? [document.url] : [])));
    const leftOver = documents.filter(
      (document) =>
        !['article', 'placement', 'redirect', 'settings'].includes(document._type) &&
        !used.has(document._id) &&
        !offered.has(addressOf(document, lookup.get) ?? ''),
    );
    expect(leftOver.map(({ _id }) => _id)).toEqual([]);
  });

  test('point to images as the lake names them', () => {
    const assets = documents
      .flatMap((document) => referencesIn(document))
      .filter(({ path }) => path.at(-1) === 'asset');
    expect(assets.length).toBeGreaterThanOrEqual(15);
    expect(assets.filter(({ id }) => !/^image-[0-9a-f]{40}-\d+x\d+-webp$/.test(id))).toEqual([]);
  });

  test('never let an invented person pass for a real one', () => {
    const people = documents.filter((document) => document._type === 'person');
    expect(people.length).toBeGreaterThanOrEqual(4);
    expect(
      people.filter((person) => !JSON.stringify(person.bio).includes('is invented for this demonstration')),
    ).toEqual([]);
    expect(people.filter((person) => !/invented/i.test(String(person.credentials)))).toEqual([]);
  });

  test('label an offer that somebody paid for', () => {
    const sponsored = documents.filter((document) => document.disclosure === 'sponsored');
    expect(sponsored.map(({ sponsor }) => sponsor)).toEqual(['Fernway Seating, an invented company']);
  });
});
