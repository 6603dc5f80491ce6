import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.ts';
import { studioPage } from './page.ts';

const builtHtml = '<script type="application/json" id="connection"></script>';

describe('readConfig', () => {
  const project = { SANITY_PROJECT_ID: 'abc123' };

  it('requires a project id only', () => {
    expect(readConfig(project)).toEqual({
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
    expect(() => readConfig({})).toThrow('SANITY_PROJECT_ID is missing');
  });

  it('derives the address from the port, and treats empty variables as unset', () => {
    expect(readConfig({ ...project, STUDIO_PORT: '4444', STUDIO_URL: '' }).studioUrl).toBe('http://localhost:4444');
  });

  it.each([
    [{ STUDIO_PORT: 'x' }, 'STUDIO_PORT must be a port: a whole number from 1 to 65535.'],
    [{ STUDIO_PORT: '70000' }, 'STUDIO_PORT must be a port: a whole number from 1 to 65535.'],
    [{ SITE_URL: 'example.org' }, 'SITE_URL must be an address such as http://localhost:3000.'],
  ])('rejects %j with a sentence', (env, sentence) => {
    expect(() => readConfig({ ...project, ...env })).toThrow(sentence);
  });
});

describe('studioPage', () => {
  it('escapes HTML in the connection', () => {
    const config = readConfig({ SANITY_PROJECT_ID: '</script><script>alert(1)</script>$&' });
    const { html } = studioPage(builtHtml, config);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html).toContain('$&');
  });

  it('rejects a page without the script element for the connection', () => {
    expect(() => studioPage('<html></html>', readConfig({ SANITY_PROJECT_ID: 'abc123' }))).toThrow('build again');
  });
});
