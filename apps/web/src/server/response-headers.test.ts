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

test('the policy of published pages forbids inline scripts, inline styles and framing', () => {
  expect(publishedPolicy).toContain("default-src 'none'");
  expect(publishedPolicy).toContain("frame-ancestors 'none'");
  expect(publishedPolicy).toContain("script-src 'self';");
  expect(publishedPolicy).not.toMatch(/unsafe|nonce|\*|https?:/);
});

test('only the Studio may frame drafts', () => {
  expect(draftPolicy('https://studio.example')).toMatch(/frame-ancestors 'self' https:\/\/studio\.example$/);
  expect(draftPolicy('https://studio.example')).not.toContain("'unsafe-eval'");
});

test('pages must be revalidated at each request, and errors must not be stored', async () => {
  expect((await headersOf('/')).get('cache-control')).toBe('public, no-cache');
  expect((await headersOf('/', { status: 500 })).get('cache-control')).toBe('no-store');
});

test('HSTS is sent only where the site has HTTPS', async () => {
  expect((await headersOf('/')).get('strict-transport-security')).toMatch(/^max-age=63072000\b/);
  const plain = await headersOf('/', { siteUrl: 'http://localhost:3000' });
  expect(plain.get('strict-transport-security')).toBeNull();
});

test('HSTS does not include subdomains', async () => {
  expect((await headersOf('/')).get('strict-transport-security')).not.toMatch(/includeSubDomains|preload/i);
});

test('pages have the Speculation-Rules header', async () => {
  expect((await headersOf('/')).get('speculation-rules')).toBe('"/speculation-rules.json"');
});

test('pages are isolated from other origins, and may not use camera, location or microphone', async () => {
  const headers = await headersOf('/');
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(headers.get('permissions-policy')).toBe('camera=(), geolocation=(), microphone=()');
});

test('other sites get no referrer', async () => {
  expect((await headersOf('/')).get('referrer-policy')).toBe('same-origin');
});
