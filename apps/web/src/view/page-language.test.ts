import { expect, test } from '@jest/globals';
import { pageLanguage } from './page-language.ts';
import { propsAt } from './view.fixture.ts';

test('a page has the language of its site', async () => {
  const { view } = await propsAt('/');
  const site = { ...view.site, settings: { ...view.site.settings, language: 'ar' } };
  expect(pageLanguage({ view: { ...view, site } })).toBe('ar');
  expect(pageLanguage({ site, query: 'sciatica', found: null, isAvailable: true })).toBe('ar');
});

test('a page without content is in English', () => {
  expect(pageLanguage({})).toBe('en');
});
