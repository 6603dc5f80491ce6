import { describe, expect, it } from '@jest/globals';
import { ownAddress } from './own-address.ts';

const here = { origin: 'http://localhost:3333', projectId: 'bodytext' };

describe('the project’s addresses lead to the page’s own origin', () => {
  it.each([
    ['http://bodytext.localhost:3333/v1/users/me', 'http://localhost:3333/v1/users/me'],
    ['https://bodytext.localhost:3333/v1/users/me?tag=a', 'http://localhost:3333/v1/users/me?tag=a'],
    ['http://l0.bodytext.localhost:3333/v1/data/listen/production', 'http://localhost:3333/v1/data/listen/production'],
    ['http://l17.bodytext.localhost:3333/x', 'http://localhost:3333/x'],
    ['ws://bodytext.localhost:3333/v1/socket/production', 'ws://localhost:3333/v1/socket/production'],
    ['https://bodytext.api.sanity.io/v1/users/me', 'http://localhost:3333/v1/users/me'],
    ['http://localhost:3333/images/bodytext/a.png', 'http://localhost:3333/images/bodytext/a.png'],
    ['/v1/users/me', 'http://localhost:3333/v1/users/me'],
    ['http://bodytext.localhost:3333//evil.example/a', 'http://localhost:3333//evil.example/a'],
  ])('%s', (address, own) => {
    expect(ownAddress(address, here)).toBe(own);
  });

  it('over TLS, sockets too', () => {
    const secure = { origin: 'https://studio.example.org', projectId: 'bodytext' };
    const socket = 'wss://bodytext.studio.example.org/v1/socket/production';
    expect(ownAddress(socket, secure)).toBe('wss://studio.example.org/v1/socket/production');
    expect(ownAddress('http://bodytext.studio.example.org/a', secure)).toBe('https://studio.example.org/a');
  });
});

describe('no other address is touched', () => {
  it.each([
    'https://bodytext.example.org/',
    'http://bodytext.localhost:3000/back-pain',
    'http://other.localhost:3333/v1/users/me',
    'http://evilbodytext.localhost:3333/',
    'http://bodytext.localhost:3333.evil.example/',
    'data:text/plain,hello',
    'blob:http://localhost:3333/1',
    'http://',
  ])('%s', (address) => {
    expect(ownAddress(address, here)).toBeUndefined();
  });
});
