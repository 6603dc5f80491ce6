import { describe, expect, it } from '@jest/globals';
import { rewriteUrl } from './rewrite-url.ts';

const origin = 'http://localhost:3333';

describe('URLs of the API are rewritten to the page’s own origin', () => {
  it.each([
    ['http://bodytext.localhost:3333/v1/users/me', 'http://localhost:3333/v1/users/me'],
    ['https://bodytext.localhost:3333/v1/users/me?tag=a', 'http://localhost:3333/v1/users/me?tag=a'],
    ['http://l0.bodytext.localhost:3333/v1/data/listen/production', 'http://localhost:3333/v1/data/listen/production'],
    ['http://l17.bodytext.localhost:3333/x', 'http://localhost:3333/x'],
    ['ws://bodytext.localhost:3333/v1/socket/production', 'ws://localhost:3333/v1/socket/production'],
    ['https://bodytext.api.sanity.io/v1/users/me', 'http://localhost:3333/v1/users/me'],
    ['https://zp7mbokg.api.sanity.io/v1/users/me', 'http://localhost:3333/v1/users/me'],
    ['wss://zp7mbokg.api.sanity.io/v1/socket/production', 'ws://localhost:3333/v1/socket/production'],
    ['https://api.sanity.io/v1/projects/zp7mbokg', 'http://localhost:3333/v1/projects/zp7mbokg'],
    ['https://zp7mbokg.apicdn.sanity.io/v1/data/query/a', 'http://localhost:3333/v1/data/query/a'],
    ['https://cdn.sanity.io/images/zp7mbokg/a/b-1x1.png?w=2', 'http://localhost:3333/images/zp7mbokg/a/b-1x1.png?w=2'],
    ['http://other.localhost:3333/v1/users/me', 'http://localhost:3333/v1/users/me'],
    ['http://localhost:3333/images/bodytext/a.png', 'http://localhost:3333/images/bodytext/a.png'],
    ['/v1/users/me', 'http://localhost:3333/v1/users/me'],
    ['http://bodytext.localhost:3333//evil.example/a', 'http://localhost:3333//evil.example/a'],
  ])('%s', (address, own) => {
    expect(rewriteUrl(address, origin)?.address).toBe(own);
  });

  it('over TLS, sockets too', () => {
    const secure = 'https://studio.example.org';
    const socket = 'wss://bodytext.studio.example.org/v1/socket/production';
    expect(rewriteUrl(socket, secure)?.address).toBe('wss://studio.example.org/v1/socket/production');
    expect(rewriteUrl('http://bodytext.studio.example.org/a', secure)?.address).toBe('https://studio.example.org/a');
  });
});

describe('other URLs are not rewritten', () => {
  it.each([
    'https://bodytext.example.org/',
    'http://bodytext.localhost:3000/back-pain',
    'https://cdn.sanity.io/manifest.json',
    'https://www.sanity.io/v1/users/me',
    'https://api.sanity.io.evil.example/v1/users/me',
    'https://a.b.api.sanity.io/v1/users/me',
    'http://evil@evil.example/.localhost:3333/',
    'http://bodytext.localhost:3333.evil.example/',
    'data:text/plain,hello',
    'blob:http://localhost:3333/1',
    'http://',
  ])('%s', (address) => {
    expect(rewriteUrl(address, origin)).toBeUndefined();
  });
});
