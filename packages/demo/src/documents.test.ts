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
  test('is publishable, without advice', () => {
    expect(isDocumentType(document._type)).toBe(true);
    expect(checkPublishable(document)).toEqual([]);
  });

  test('has valid references and a unique address', () => {
    expect(checkInContext(document, lookup)).toEqual([]);
  });
});

describe('the documents together', () => {
  test('have the addresses that the tests of other packages use', () => {
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

  test('have every type but feedback', () => {
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

  test('refer to every work, person, topic, page and call to action', () => {
    const used = new Set(documents.flatMap((document) => referencesIn(document).map(({ id }) => id)));
    const offered = new Set(documents.flatMap((document) => (typeof document.url === 'string' ? [document.url] : [])));
    const unused = documents.filter(
      (document) =>
        !['article', 'placement', 'redirect', 'settings'].includes(document._type) &&
        !used.has(document._id) &&
        !offered.has(addressOf(document, lookup.get) ?? ''),
    );
    expect(unused.map(({ _id }) => _id)).toEqual([]);
  });

  test('refer to images by asset id', () => {
    const assets = documents
      .flatMap((document) => referencesIn(document))
      .filter(({ path }) => path.at(-1) === 'asset');
    expect(assets.length).toBeGreaterThanOrEqual(15);
    expect(assets.filter(({ id }) => !/^image-[0-9a-f]{40}-\d+x\d+-webp$/.test(id))).toEqual([]);
  });

  test('disclose that every person is invented', () => {
    const people = documents.filter((document) => document._type === 'person');
    expect(people.length).toBeGreaterThanOrEqual(4);
    expect(
      people.filter((person) => !JSON.stringify(person.bio).includes('is invented for this demonstration')),
    ).toEqual([]);
    expect(people.filter((person) => !/invented/i.test(String(person.credentials)))).toEqual([]);
  });

  test('name the sponsor of a sponsored call to action', () => {
    const sponsored = documents.filter((document) => document.disclosure === 'sponsored');
    expect(sponsored.map(({ sponsor }) => sponsor)).toEqual(['Fernway Seating, an invented company']);
  });
});
