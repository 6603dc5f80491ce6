import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './environment.ts';
import { studioPage } from './page.ts';

const builtHtml = '<script type="application/json" id="connection"></script>';

describe('readEnvironment', () => {
  it('needs nothing', () => {
    expect(readEnvironment({})).toEqual({
      port: 3333,
      studioUrl: 'http://localhost:3333',
      lakeUrl: 'http://localhost:3030',
      dataDir: expect.stringMatching(/\.data$/),
      proxies: 0,
      connection: {
        projectId: 'bodytext',
        dataset: 'production',
        lake: 'embedded',
        siteUrl: 'http://localhost:3000',
      },
    });
  });

  it('takes a port alone for an address, and empty variables for none', () => {
    const { studioUrl, lakeUrl } = readEnvironment({ STUDIO_PORT: '4444', LAKE_PORT: '4445', STUDIO_URL: '' });
    expect([studioUrl, lakeUrl]).toEqual(['http://localhost:4444', 'http://localhost:4445']);
  });

  it('works on Sanity’s lake once a project is named', () => {
    const { connection } = readEnvironment({ SANITY_PROJECT_ID: 'abc123', SANITY_DATASET: 'staging' });
    expect(connection).toMatchObject({ projectId: 'abc123', dataset: 'staging', lake: 'hosted' });
  });

  it.each([
    [{ STUDIO_PORT: 'x' }, 'STUDIO_PORT must be a port: a whole number from 1 to 65535.'],
    [{ STUDIO_PORT: '70000' }, 'STUDIO_PORT must be a port: a whole number from 1 to 65535.'],
    [{ STUDIO_PROXIES: '-1' }, 'STUDIO_PROXIES must be the number of proxies before the Studio: 0, 1, …'],
    [{ SITE_URL: 'example.org' }, 'SITE_URL must be an address such as http://localhost:3000.'],
  ])('says in a sentence what is wrong with %j', (env, sentence) => {
    expect(() => readEnvironment(env)).toThrow(sentence);
  });
});

describe('studioPage', () => {
  it('keeps a value that looks like HTML inside the connection', () => {
    const environment = readEnvironment({ SANITY_PROJECT_ID: '</script><script>alert(1)</script>$&' });
    const { html } = studioPage(builtHtml, environment);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html).toContain('$&');
  });

  it('lets the page reach Sanity only when that is where its lake is', () => {
    const policyWith = (env: NodeJS.ProcessEnv) =>
      studioPage(builtHtml, readEnvironment(env)).headers['content-security-policy'];
    expect(policyWith({})).not.toContain('sanity.io');
    expect(policyWith({ SANITY_PROJECT_ID: 'abc123' })).toContain('https://*.api.sanity.io');
  });

  it('refuses a page that was built without a place for the connection', () => {
    expect(() => studioPage('<html></html>', readEnvironment({}))).toThrow('build again');
  });
});
