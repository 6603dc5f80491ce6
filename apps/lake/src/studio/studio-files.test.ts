import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PlainError } from '../errors.ts';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { shimOf } from './shim.ts';
import { createStudioFiles } from './studio-files.ts';
import { studioPage } from './studio-page.ts';

const shim = shimOf('/* the shim */');
const scriptTag = `<script src="/lake-shim.js?v=${shim.hash}"></script>`;
const font = (host: string) => `@font-face{font-family:Inter;src:url(https://${host}/Inter.woff2)format("woff2")}`;
/** As `sanity build` writes it. */
const strangersHtml = `<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><title>Sanity Studio</title><style>
  @font-face {
    font-family: Inter;
    src: url("https://studio-static.sanity.io/Inter-Regular.woff2") format("woff2");
  }
  html { height: 100% }
</style><script src="https://core.sanity-cdn.com/bridge.js" async type="module" data-sanity-core></script>
</head><body><div id="sanity"></div><script src="/static/sanity-BkpnUVHU.js" type="module"></script></body></html>`;
const large = 'export const words = 1;\n'.repeat(500);
const files = {
  'index.html': strangersHtml,
  'static/sanity-BkpnUVHU.js': 'export {}',
  'static/large-Ab12Cd34.js': large,
  'static/large.css': `${font('studio-static.sanity.io')}${'body{margin:0}'.repeat(500)}`,
  'static/large-picture.png': large,
  'static/lib-C0ltRZk7.css': `${font('design-system-static.sanity.io')}body{margin:0}`,
  'static/own-Ab12Cd34.css': `${font('fonts.example.org')}body{margin:1px}`,
  'static/theme.css': 'body{margin:2px}',
  'static/apple-touch-icon.png': 'png',
  'static/important-download.css': '',
  '.env': 'SECRET=1',
  '.git/config.json': '{"secret":1}',
};

let folder: string;
let lake: TestLake;
let studio: string;
beforeAll(async () => {
  const outside = mkdtempSync(join(tmpdir(), 'studio-'));
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  writeFileSync(join(outside, 'secret.css'), 'secret');
  folder = join(outside, 'dist');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  lake = await startTestLake({ project: { id: 'zp7mbokg', title: 'Zoo' }, studio: { folder, port: 0, shim } });
  studio = lake.studioUrl ?? '';
});
afterAll(async () => {
  await lake.stop();
  rmSync(dirname(folder), { recursive: true });
});

type Asked = { status: number | undefined; headers: IncomingHttpHeaders; body: string };

/** Unlike `fetch`, leaves the path as it is. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Asked> {
  const { hostname, port } = new URL(studio);
  const sent = request({ hostname, port, path, headers, method }).end();
  const [answer] = await once(sent, 'response');
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

const isPage = ({ status, headers, body }: Asked) =>
  status === 200 && headers['content-type'] === 'text/html; charset=utf-8' && body.includes(scriptTag);

/** As a browser does, which unpacks what it gets. */
async function fetched(path: string, accepted: string, headers: Record<string, string> = {}) {
  const answer = await fetch(studio + path, { headers: { 'accept-encoding': accepted, ...headers } });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}

describe('the files of a Studio', () => {
  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
  ])('are compressed for who takes %s, each time alike', async (accepted, encoding) => {
    const path = '/static/large-Ab12Cd34.js';
    const { headers: whole } = await ask(path);
    const { status, headers, body } = await fetched(path, accepted);
    expect([status, body]).toEqual([200, large]);
    expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding', etag: whole.etag });
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(Number(headers['content-length'])).toBeLessThan(large.length / 10);
    const part = await ask(path, { 'accept-encoding': accepted, range: 'bytes=0-9' });
    expect([part.status, part.headers['content-length']]).toEqual([200, headers['content-length']]);
    const known = { 'if-none-match': String(whole.etag), 'cache-control': 'max-age=0' };
    expect(await fetched(path, accepted, known)).toMatchObject({ status: 304, headers: { vary: 'accept-encoding' } });
  });

  test('are compressed as they are then, when they have changed', async () => {
    const path = '/static/large-Ab12Cd34.js';
    await fetched(path, 'br');
    writeFileSync(join(folder, path), `${large}// changed`);
    expect((await fetched(path, 'br')).body).toBe(`${large}// changed`);
    writeFileSync(join(folder, path), large);
  });

  test('of which something is left out are compressed too, and so is the page', async () => {
    const styles = await fetched('/static/large.css', 'br');
    expect(styles.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(styles.body).toBe('body{margin:0}'.repeat(500));
    const page = await fetched('/structure', 'br');
    expect(page.headers.vary).toBe('accept-encoding');
    expect(page.body).toContain(scriptTag);
  });

  test.each([
    ['/static/large-Ab12Cd34.js', 'identity'],
    ['/static/large-picture.png', 'br'],
    ['/static/sanity-BkpnUVHU.js', 'br'],
  ])('such as %s are sent as they are to who takes %s', async (path, accepted) => {
    const { headers, body } = await fetched(path, accepted);
    expect(headers).toMatchObject({ vary: 'accept-encoding', 'content-length': String(body.length) });
    expect(headers).not.toHaveProperty('content-encoding');
  });

  test('have no body for HEAD, compressed or not', async () => {
    for (const path of ['/static/large-Ab12Cd34.js', '/static/large.css', '/structure']) {
      const { status, headers, body } = await ask(path, { 'accept-encoding': 'br' }, 'HEAD');
      expect([status, headers.vary, body]).toEqual([200, 'accept-encoding', '']);
    }
  });

  test.each([
    ['/static/sanity-BkpnUVHU.js', 'text/javascript; charset=utf-8'],
    ['/static/own-Ab12Cd34.css', 'text/css; charset=utf-8'],
    ['/static/lib-C0ltRZk7.css', 'text/css; charset=utf-8'],
  ])('%s, whose name has its hash, is kept for ever', async (path, type) => {
    const { headers } = await ask(path);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': type,
      'x-content-type-options': 'nosniff',
    });
  });

  test.each(['/static/apple-touch-icon.png', '/static/theme.css', '/static/important-download.css'])(
    '%s, which may change, is asked for again, and sent if it did',
    async (path) => {
      const { status, headers } = await ask(path);
      expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=0']);
      expect((await ask(path, { 'if-none-match': String(headers.etag) })).status).toBe(304);
      expect((await ask(path, { 'if-modified-since': String(headers['last-modified']) })).status).toBe(304);
      expect((await ask(path, { 'if-none-match': '"another"' })).status).toBe(200);
    },
  );

  test.each([
    '/static/gone.js',
    '/static/gone.css',
    '/static/lib-Ab12Cd34.js',
    '/gone.png?x=1',
    '/.hidden.js',
    '/.git/config.json',
    '/%2egit/config.json',
    '/static/%00.js',
    '/static/sanity-BkpnUVHU.js%00.css',
    '/../secret.txt',
    '/../secret.css',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.css',
    '/static/..%2f..%2fsecret.css',
    '/static/%2e%2e/%2e%2e/secret.css',
    '/static%2f..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
  ])('do not include %s, which is not answered with the page either', async (path) => {
    const { status, body } = await ask(path);
    expect([status, body]).toEqual([404, 'There is no such file.']);
  });

  test.each([
    '/',
    '/index.html',
    '//index.html',
    '/./index.html',
    '/static/../index.html',
    '/index%2ehtml',
    '/structure/page;a',
    '/structure/page;a?perspective=r1',
    '/v2-of-our-plan',
    '/%',
    '/%c3%28',
    '/static',
    '/static/',
    '/.env',
    '/../secret',
    '/%00',
    '/intent/edit/id=a%2fb;type=page/',
  ])('%s gets the page, with the shim in it', async (path) => {
    expect(isPage(await ask(path))).toBe(true);
  });

  test.each<Record<string, string>>([
    { range: 'bytes=0-1' },
    { range: 'bytes=5-1' },
    { range: 'bytes=-1,2-3' },
    { range: 'bytes=99999999999999999999-' },
    { range: 'x' },
    { range: 'bytes=0-1', 'if-range': '"a"' },
    { 'if-modified-since': 'never' },
    { 'if-none-match': '"' },
    { 'if-unmodified-since': 'x' },
  ])('are sent whole to whoever asks with %j', async (headers) => {
    expect(await ask('/static/sanity-BkpnUVHU.js', headers)).toMatchObject({ status: 200, body: 'export {}' });
  });

  test('are not sent to whoever knows another one, and says so', async () => {
    expect((await ask('/static/theme.css', { 'if-match': '"another"' })).status).toBe(412);
  });

  test('can only be read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { status, headers } = await ask('/structure', {}, method);
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    }
    const head = await ask('/static/sanity-BkpnUVHU.js', {}, 'HEAD');
    expect(head).toMatchObject({ status: 200, headers: { 'content-length': '9' }, body: '' });
    expect(await ask('/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  test('one that can’t be read any more when it has been found is missing, and nothing is left open', async () => {
    // A socket is found like a file, and can't be opened: as a file that vanishes in between.
    const path = join(folder, 'static/gone-Ab12Cd34.js');
    const socket: Server = createServer().listen(path);
    await once(socket, 'listening');
    const { status, headers, body } = await ask('/static/gone-Ab12Cd34.js');
    socket.close();
    expect([status, body, headers['cache-control']]).toEqual([404, 'There is no such file.', 'no-store']);
  });

  test('a page that is being written is waited for, and the lake goes on', async () => {
    const index = join(folder, 'index.html');
    try {
      writeFileSync(index, '');
      expect((await ask('/')).status).toBe(503);
      unlinkSync(index);
      expect((await ask('/')).status).toBe(503);
    } finally {
      writeFileSync(index, strangersHtml);
    }
    expect(isPage(await ask('/'))).toBe(true);
  });

  test('a folder without a page is no Studio, which is said at the start', () => {
    const settings = { projectId: 'a', dataset: 'b', studioUrl: studio, siteUrl: studio, hasPublishRules: true };
    const start = () => createStudioFiles(dirname(folder), shim, settings);
    expect(start).toThrow(PlainError);
    expect(start).toThrow('holds no built Studio: there is no index.html. Build it first.');
  });
});

describe('the lake’s paths on the Studio’s origin', () => {
  test.each(['/healthz', '/v1/ping', '/sign-in', '/sign-in?origin=a', 'http://localhost:3333/v1/ping'])(
    '%s is the lake’s',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      expect(isPage(answer)).toBe(false);
    },
  );

  test('of another project there is nothing', async () => {
    expect((await ask('/v1/projects/bodytext')).status).toBe(404);
    expect((await ask('/v1/projects/zp7mbokg')).status).toBe(401);
    const name = `${'a'.repeat(40)}-1x1.png`;
    expect((await ask(`/images/bodytext/production/${name}`)).status).toBe(404);
  });

  test('the pages of signing in have the operator’s name for the project', async () => {
    const { body } = await ask('/sign-in');
    expect(body).toContain('<title>Sign in · Zoo</title>');
    expect(body).not.toContain('Bodytext');
  });
});

describe('the page', () => {
  const settings = {
    projectId: 'bodytext',
    dataset: 'production',
    studioUrl: 'https://studio.example.org',
    siteUrl: 'https://site.example.org',
    hasPublishRules: true,
  };
  const ownHtml =
    '<!doctype html><html><head lang="en"><link rel="stylesheet" href="/assets/a.css"><script type="application/json" id="connection"></script><script type="module" src="/assets/b.js"></script></head></html>';

  test('has the shim before anything else in its head', () => {
    for (const html of [strangersHtml, ownHtml, '<HEAD\n><script>1</script>']) {
      const { html: page } = studioPage(html, shim, settings);
      expect(page).toMatch(/<head[^>]*><script src="\/lake-shim\.js\?v=[0-9a-f]{12}"><\/script>/i);
      expect(page.indexOf('<script')).toBe(page.indexOf(scriptTag));
    }
    expect(() => studioPage('<header></header>', shim, settings)).toThrow('has no <head>: build the Studio again.');
  });

  test('of our own Studio gets a strict policy', () => {
    const { headers } = studioPage(ownHtml, shim, settings);
    const policy = headers['content-security-policy']?.split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'self'",
        "script-src 'self'",
        "connect-src 'self' wss://studio.example.org blob:",
        "frame-src 'self' https://site.example.org",
        "frame-ancestors 'self'",
        "object-src 'none'",
      ]),
    );
    expect(headers['permissions-policy']).toContain('camera=()');
  });

  test('of a stranger’s Studio gets one that forbids it nothing it could do at Sanity’s', async () => {
    const { headers } = await ask('/');
    expect(headers['content-security-policy']).toBe("frame-ancestors 'self'; base-uri 'self'");
    expect(headers['permissions-policy']).toBeUndefined();
  });

  test('of a stranger’s Studio asks no server of Sanity’s for scripts or fonts, and its stylesheets neither', async () => {
    const { body } = await ask('/');
    expect(body).not.toMatch(/sanity\.io|sanity-cdn/);
    expect(body).toContain('html { height: 100% }');
    expect(body).toContain('<script src="/static/sanity-BkpnUVHU.js" type="module"></script>');
    expect((await ask('/static/lib-C0ltRZk7.css')).body).toBe('body{margin:0}');
    // Whoever asks others for something meant to.
    expect((await ask('/static/own-Ab12Cd34.css')).body).toContain('fonts.example.org');
  });

  test('tells our own Studio its connection, whatever is in it', () => {
    const siteUrl = 'https://site.example.org/</script><script>alert(1)</script><!--$&$1';
    const { html } = studioPage(ownHtml, shim, { ...settings, siteUrl, projectId: '$`' });
    const [, json = ''] = /id="connection">(.*?)<\/script>/s.exec(html) ?? [];
    const told = { dataset: 'production', lake: 'embedded', hasPublishRules: true };
    expect(JSON.parse(json)).toEqual({ ...told, projectId: '$`', siteUrl });
    expect(html).not.toContain('alert(1)</script>');
  });
});
