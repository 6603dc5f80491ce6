import { afterEach, describe, expect, it } from '@jest/globals';
import { createLakeFetch } from './rewrite-fetch.ts';

const origin = 'http://localhost:3333';

/** A `fetch` that records the URL of each request. */
function recordingFetch() {
  const sent: string[] = [];
  const lakeFetch = createLakeFetch(
    origin,
    async (input) => {
      sent.push(input instanceof Request ? `${input.method} ${input.url}` : String(input));
      return new Response('answer');
    },
    async (path, headers) => {
      sent.push(`stream ${path} ${headers.get('authorization')}`);
      return new Response('data: 1\n\n');
    },
  );
  return { sent, lakeFetch };
}

describe('requests', () => {
  it('to the project’s API go to the page’s own origin', async () => {
    const { sent, lakeFetch } = recordingFetch();
    await lakeFetch('http://bodytext.localhost:3333/v1/users/me', { headers: { authorization: 'Bearer token' } });
    await lakeFetch(
      new Request('http://bodytext.localhost:3333/v1/data/mutate/production', { method: 'POST', body: '{}' }),
    );
    expect(sent).toEqual(['http://localhost:3333/v1/users/me', 'POST http://localhost:3333/v1/data/mutate/production']);
  });

  it.each(['users/me', 'auth/id'])(
    'for the signed-in user, by %s, are answered with an empty object without a token',
    async (path) => {
      const { sent, lakeFetch } = recordingFetch();
      const answer = await lakeFetch(`https://zp7mbokg.api.sanity.io/v2026-05-04/${path}?tag=a`);
      expect([await answer.json(), sent]).toEqual([{}, []]);
      await lakeFetch(`https://zp7mbokg.api.sanity.io/v1/${path}`, { headers: { authorization: 'Bearer token' } });
      expect(sent).toEqual([`http://localhost:3333/v1/${path}`]);
    },
  );

  it('for event streams go over the WebSocket, with their headers', async () => {
    const { sent, lakeFetch } = recordingFetch();
    await lakeFetch('http://l0.bodytext.localhost:3333/v1/data/listen/production?query=*', {
      headers: { Accept: 'text/event-stream', Authorization: 'Bearer token' },
    });
    expect(sent).toEqual(['stream /v1/data/listen/production?query=* Bearer token']);
  });

  it('to other sites are not rewritten', async () => {
    const { sent, lakeFetch } = recordingFetch();
    await lakeFetch('http://localhost:3000/api/preview/enable');
    expect(sent).toEqual(['http://localhost:3000/api/preview/enable']);
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

  function recordingTokens() {
    const tokens: (string | null)[] = [];
    const lakeFetch = createLakeFetch(
      origin,
      async (_, init) => {
        tokens.push(new Headers(init?.headers).get('authorization'));
        return new Response(null, { status: 204 });
      },
      async () => new Response(),
    );
    return { tokens, lakeFetch };
  }

  it('sends the stored token of a session that began after the page was loaded, once', async () => {
    const { tokens, lakeFetch } = recordingTokens();
    keep('new');
    const answers = [await lakeFetch(logout, { method: 'POST' }), await lakeFetch(logout, { method: 'POST' })];
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(tokens).toEqual(['Bearer new']);
    keep('newer');
    await lakeFetch(logout, { method: 'POST' });
    expect(tokens).toEqual(['Bearer new', 'Bearer newer']);
  });

  it('sends one request if the page has the token', async () => {
    const { tokens, lakeFetch } = recordingTokens();
    keep('old');
    await lakeFetch(logout, { method: 'POST', headers: { authorization: 'Bearer old' } });
    await lakeFetch(logout, { method: 'POST' });
    expect(tokens).toEqual(['Bearer old']);
  });

  it('sends nothing without a stored token', async () => {
    const { tokens, lakeFetch } = recordingTokens();
    expect((await lakeFetch(logout, { method: 'POST' })).status).toBe(204);
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
    const { sent, lakeFetch } = recordingFetch();
    const answer = await lakeFetch(address);
    expect({ status: answer.status, sent }).toEqual({ status, sent: [] });
  });

  it('and the running version is reported as the latest', async () => {
    const { lakeFetch } = recordingFetch();
    const answer = await lakeFetch('https://sanity-cdn.com/v1/modules/sanity/latest/^6.16.0/t1790000000');
    expect(await answer.json()).toEqual({ packageVersion: '6.16.0', latest: '6.16.0', deprecated: [] });
  });

  it('and telemetry is denied', async () => {
    const { lakeFetch } = recordingFetch();
    const answer = await lakeFetch('http://bodytext.localhost:3333/v2024-11-12/intake/telemetry-status');
    expect(await answer.json()).toEqual({ status: 'denied' });
  });
});
