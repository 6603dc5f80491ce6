import { describe, expect, it } from '@jest/globals';
import { addressed, addressOf, topicsOf } from './address.ts';
import { aCallToAction, anArticle, aPage, aPerson, aTopic } from './fixtures.ts';
import { lookupOf } from './lookup.ts';

const pain = aTopic({ _id: 'pain', slug: { current: 'pain' } });
const backPain = aTopic({ _id: 'back', slug: { current: 'back-pain' }, parent: { _ref: 'pain' } });
const { get } = lookupOf([pain, backPain]);

describe('addressOf', () => {
  it('joins the topics’ slugs, from the top, and the article’s own', () => {
    expect(addressOf(anArticle({ topic: { _ref: 'back' } }), get)).toBe('/pain/back-pain/stiff-neck');
    expect(addressOf(backPain, get)).toBe('/pain/back-pain');
    expect(addressOf(pain, get)).toBe('/pain');
  });

  it('has pages at the top and people under /people', () => {
    expect(addressOf(aPage(), get)).toBe('/about');
    expect(addressOf(aPerson(), get)).toBe('/people/mira-lindqvist');
  });

  it('has none without a slug, a topic, or for a type without pages', () => {
    expect(addressOf(anArticle({ slug: undefined, topic: { _ref: 'back' } }), get)).toBeUndefined();
    expect(addressOf(anArticle({ slug: { current: '' }, topic: { _ref: 'back' } }), get)).toBeUndefined();
    expect(addressOf(anArticle({ topic: undefined }), get)).toBeUndefined();
    expect(addressOf(anArticle({ topic: { _ref: 'gone' } }), get)).toBeUndefined();
    expect(addressOf({ ...aCallToAction(), slug: { current: 'x' } }, get)).toBeUndefined();
  });

  it('has none below a topic whose slug is empty: two slashes would lead to another host', () => {
    const nameless = aTopic({ _id: 'nameless', slug: { current: '' } });
    expect(addressOf(anArticle({ topic: { _ref: 'nameless' } }), lookupOf([nameless]).get)).toBeUndefined();
  });

  it('has none when its topic is an article', () => {
    const article = anArticle({ _id: 'odd' });
    expect(addressOf(anArticle({ topic: { _ref: 'odd' } }), lookupOf([article]).get)).toBeUndefined();
  });

  it('has none in a cycle of topics', () => {
    const cycle = [1, 2, 3].map((n) =>
      aTopic({ _id: `t${n}`, slug: { current: `t${n}` }, parent: { _ref: `t${(n % 3) + 1}` } }),
    );
    const around = lookupOf(cycle).get;
    expect(cycle.map((topic) => addressOf(topic, around))).toEqual([undefined, undefined, undefined]);
    expect(addressOf(anArticle({ topic: { _ref: 't1' } }), around)).toBeUndefined();
  });
});

describe('topicsOf', () => {
  it('is the breadcrumb, from the top, without the document itself', () => {
    const topics = topicsOf(addressed.parse(anArticle({ topic: { _ref: 'back' } })), get);
    expect(topics?.map(({ _id }) => _id)).toEqual(['pain', 'back']);
    expect(topicsOf(addressed.parse(pain), get)).toEqual([]);
  });
});
