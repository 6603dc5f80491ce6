import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './environment.ts';
import { studioPage } from './page.ts';

const builtHtml = '<script type="application/json" id="connection"></script>';

describe('readEnvironment', () => {
  const project = { SANITY_PROJECT_ID: 'abc123' };

  it('needs a project, and nothing else', () => {
    expect(readEnvironment(project)).toEqual({
      port: 3333,
      studioUrl: 'http://localhost:3333',
      connection: {
        projectId: 'abc123',
        dataset: 'production',
        lake: 'hosted',
        hasPublishRules: false,
        siteUrl: 'http://localhost:3000',
      },
    });
    expect(() => readEnvironment({})).toThrow('SANITY_PROJECT_ID is missing');
  });

  it('takes a port alone for an address, and empty variables for none', () => {
    expect(readEnvironment({ ...project, STUDIO_PORT: '4444', STUDIO_URL: '' }).studioUrl).toBe(
      'http://localhost:4444',
    );
  });

  it.each([
    [{ STUDIO_PORT: 'x' }, 'STUDIO_PORT must be a port: a whole number from 1 to 65535.'],
    [{ STUDIO_PORT: '70000' }, 'STUDIO_PORT must be a port: a whole number from 1 to 65535.'],
    [{ SITE_URL: 'example.org' }, 'SITE_URL must be an address such as http://localhost:3000.'],
  ])('says in a sentence what is wrong with %j', (env, sentence) => {
    expect(() => readEnvironment({ ...project, ...env })).toThrow(sentence);
  });
});

describe('studioPage', () => {
  it('keeps a value that looks like HTML inside the connection', () => {
    const environment = readEnvironment({ SANITY_PROJECT_ID: '</script><script>alert(1)</script>$&' });
    const { html } = studioPage(builtHtml, environment);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html).toContain('$&');
  });

  it('refuses a page that was built without a place for the connection', () => {
    expect(() => studioPage('<html></html>', readEnvironment({ SANITY_PROJECT_ID: 'abc123' }))).toThrow('build again');
  });
});
