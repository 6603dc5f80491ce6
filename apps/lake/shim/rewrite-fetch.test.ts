import { afterEach, describe, expect, it } from '@jest/globals';
import { createLakeFetch } from './rewrite-fetch.ts';

const origin = 'http://localhost:3333';

/** Notes where each request went. */
function watchedFetch() {
  const gone: string[] = [];
  const fetchOwn = createLakeFetch(
    origin,
    async (input) => {
      gone.push(input instanceof Request ? `${input.method} ${input.url}` : String(input));
      return new Response('answer');
    },
    async (path, headers) => {
      gone.push(`stream ${path} ${headers.get('authorization')}`);
      return new Response('data: 1\n\n');
    },
  );
  return { gone, fetchOwn };
}

describe('requests', () => {
  it('to the project go to the page’s own origin', async () => {
    const { gone, fetchOwn } = watchedFetch();
    await fetchOwn('http://bodytext.localhost:3333/v1/users/me', { headers: { authorization: 'Bearer token' } });
    await fetchOwn(
      new Request('http://bodytext.localhost:3333/v1/data/mutate/production', { method: 'POST', body: '{}' }),
    );
    expect(gone).toEqual(['http://localhost:3333/v1/users/me', 'POST http://localhost:3333/v1/data/mutate/production']);
  });

  it.each(['users/me', 'auth/id'])(
    'that ask who is signed in, by %s, are answered “nobody” without a token',
    async (path) => {
      const { gone, fetchOwn } = watchedFetch();
      const answer = await fetchOwn(`https://zp7mbokg.api.sanity.io/v2026-05-04/${path}?tag=a`);
      expect([await answer.json(), gone]).toEqual([{}, []]);
      await fetchOwn(`https://zp7mbokg.api.sanity.io/v1/${path}`, { headers: { authorization: 'Bearer token' } });
      expect(gone).toEqual([`http://localhost:3333/v1/${path}`]);
    },
  );

  it('for event streams take the one socket, with their headers', async () => {
    const { gone, fetchOwn } = watchedFetch();
    await fetchOwn('http://l0.bodytext.localhost:3333/v1/data/listen/production?query=*', {
      headers: { Accept: 'text/event-stream', Authorization: 'Bearer token' },
    });
    expect(gone).toEqual(['stream /v1/data/listen/production?query=* Bearer token']);
  });

  it('to sites that are none of Sanity’s go where they were going', async () => {
    const { gone, fetchOwn } = watchedFetch();
    await fetchOwn('http://localhost:3000/api/preview/enable');
    expect(gone).toEqual(['http://localhost:3000/api/preview/enable']);
  });
});

describe('signing out', () => {
  const logout = 'http://bodytext.localhost:3333/v1/auth/logout';
  const keep = (token: string) => {
    const kept = JSON.stringify({ token });
    Object.assign(globalThis, { localStorage: { getItem: (key: string) => (key.endsWith('bodytext') ? kept : null) } });
  };
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'localStorage');
  });

  function watchedTokens() {
    const tokens: (string | null)[] = [];
    const fetchOwn = createLakeFetch(
      origin,
      async (_, init) => {
        tokens.push(new Headers(init?.headers).get('authorization'));
        return new Response(null, { status: 204 });
      },
      async () => new Response(),
    );
    return { tokens, fetchOwn };
  }

  it('ends the session that began after the page was loaded, once', async () => {
    const { tokens, fetchOwn } = watchedTokens();
    keep('new');
    const answers = [await fetchOwn(logout, { method: 'POST' }), await fetchOwn(logout, { method: 'POST' })];
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(tokens).toEqual(['Bearer new']);
    keep('newer');
    await fetchOwn(logout, { method: 'POST' });
    expect(tokens).toEqual(['Bearer new', 'Bearer newer']);
  });

  it('with the token of the page asks once', async () => {
    const { tokens, fetchOwn } = watchedTokens();
    keep('old');
    await fetchOwn(logout, { method: 'POST', headers: { authorization: 'Bearer old' } });
    await fetchOwn(logout, { method: 'POST' });
    expect(tokens).toEqual(['Bearer old']);
  });

  it('of nobody asks nothing', async () => {
    const { tokens, fetchOwn } = watchedTokens();
    expect((await fetchOwn(logout, { method: 'POST' })).status).toBe(204);
    expect(tokens).toEqual([]);
  });
});

describe('nothing leaves the page', () => {
  it.each([
    ['https://sanity-cdn.com/v1/modules/sanity/latest/^6.16.0/t1790000000', 200],
    ['https://sanity-cdn.com/v1/modules/by-app/a1/t1790000000/^6.16.0/sanity', 200],
    ['https://api.sanity.io/vX/intake/feedback', 404],
    ['https://api.sanity.io/vX/intake/tracing', 200],
    ['https://bodytext.api.sanity.io/v2024-11-12/intake/telemetry-status', 200],
    ['http://bodytext.localhost:3333/v1/intake/batch', 200],
    ['https://cdn.sanity.io/manifest.json', 404],
    ['https://www.sanity.io/studio', 404],
  ])('for %s', async (address, status) => {
    const { gone, fetchOwn } = watchedFetch();
    const answer = await fetchOwn(address);
    expect({ status: answer.status, gone }).toEqual({ status, gone: [] });
  });

  it('and the running version counts as the newest', async () => {
    const { fetchOwn } = watchedFetch();
    const answer = await fetchOwn('https://sanity-cdn.com/v1/modules/sanity/latest/^6.16.0/t1790000000');
    expect(await answer.json()).toEqual({ packageVersion: '6.16.0', latest: '6.16.0', deprecated: [] });
  });

  it('and the use of the Studio is reported to nobody', async () => {
    const { fetchOwn } = watchedFetch();
    const answer = await fetchOwn('http://bodytext.localhost:3333/v2024-11-12/intake/telemetry-status');
    expect(await answer.json()).toEqual({ status: 'denied' });
  });
});
