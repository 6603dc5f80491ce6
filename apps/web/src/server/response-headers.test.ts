/** @jest-environment node */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { draftPolicy, publishedPolicy } from './content-security-policy.ts';
import { setHeaders } from './response-headers.ts';

async function headersOf(path: string, { status = 200, siteUrl = 'https://health.example' } = {}): Promise<Headers> {
  const server = createServer((request, response) => {
    setHeaders(request, response, { env: { siteUrl }, dev: false });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).headers;
  } finally {
    server.close();
  }
}

test('no script in a published page can run, nor inline styles, and it stands in no frame', () => {
  expect(publishedPolicy).toContain("default-src 'none'");
  expect(publishedPolicy).toContain("frame-ancestors 'none'");
  expect(publishedPolicy).toContain("script-src 'self';");
  expect(publishedPolicy).not.toMatch(/unsafe|nonce|\*|https?:/);
});

test('drafts may be framed by the Studio, and by nobody else', () => {
  expect(draftPolicy('https://studio.example')).toMatch(/frame-ancestors 'self' https:\/\/studio\.example$/);
  expect(draftPolicy('https://studio.example')).not.toContain("'unsafe-eval'");
});

test('pages are asked about each time, errors are never kept', async () => {
  expect((await headersOf('/')).get('cache-control')).toBe('public, no-cache');
  expect((await headersOf('/', { status: 500 })).get('cache-control')).toBe('no-store');
});

test('browsers are told to come back by https only where the site has it', async () => {
  expect((await headersOf('/')).get('strict-transport-security')).toMatch(/^max-age=63072000\b/);
  const plain = await headersOf('/', { siteUrl: 'http://localhost:3000' });
  expect(plain.get('strict-transport-security')).toBeNull();
});

test('nothing is promised for the operator’s other hosts', async () => {
  expect((await headersOf('/')).get('strict-transport-security')).not.toMatch(/includeSubDomains|preload/i);
});

test('browsers are told which pages to make ready before they are asked for', async () => {
  expect((await headersOf('/')).get('speculation-rules')).toBe('"/speculation-rules.json"');
});

test('no page shares a window with another site, nor may use camera, place or microphone', async () => {
  const headers = await headersOf('/');
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(headers.get('permissions-policy')).toBe('camera=(), geolocation=(), microphone=()');
});

test('no other site is told where a reader comes from', async () => {
  expect((await headersOf('/')).get('referrer-policy')).toBe('same-origin');
});
