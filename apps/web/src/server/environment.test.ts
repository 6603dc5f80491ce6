/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { InvalidEnvironment, parseEnvironment } from './environment.ts';

test('without variables, the site is on loopback, not public, and uses the embedded lake', () => {
  expect(parseEnvironment({ SITE_URL: '' })).toMatchObject({
    port: 3000,
    siteUrl: 'http://localhost:3000',
    isPublic: false,
    studioUrl: 'http://localhost:3333',
    lakeUrl: 'http://localhost:3030',
    projectId: 'bodytext',
    dataset: 'production',
  });
});

test('a site with SITE_URL is public', () => {
  const env = parseEnvironment({ SITE_URL: 'https://health.example/', SITE_PORT: '8080' });
  expect(env).toMatchObject({ siteUrl: 'https://health.example', isPublic: true, port: 8080 });
});

test('a hosted project has no embedded lake', () => {
  expect(parseEnvironment({ SANITY_PROJECT_ID: 'abc', LAKE_URL: 'http://localhost:1' }).lakeUrl).toBeUndefined();
});

test.each([
  ['SITE_PORT', 'many'],
  ['SITE_PORT', '70000'],
  ['SITE_URL', 'health.example'],
  ['SITE_URL', 'https://health.example/blog'],
  ['STUDIO_URL', 'javascript:alert(1)'],
])('%s=%s is rejected with the variable’s name', (name, value) => {
  expect(() => parseEnvironment({ [name]: value })).toThrow(InvalidEnvironment);
  expect(() => parseEnvironment({ [name]: value })).toThrow(name);
});
