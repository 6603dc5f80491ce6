import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type ConnectionMonitor, createConnectionMonitor } from './connection-monitor.ts';
import { outageLimits as limits } from './limits.ts';
import { outageMessage } from './messages.ts';
import { createRetryingFetch } from './retrying-fetch.ts';

const origin = 'http://localhost:3333';
const api = 'http://bodytext.localhost:3333/v2025-02-19';
const editAddress = `${api}/data/actions/production?tag=sanity.studio.document.commit`;
const publishAddress = `${api}/data/actions/production?tag=sanity.studio.document.publish`;

type Behaviour = (url: URL, init: RequestInit) => Promise<Response>;

let isUp: boolean;
let inertStates: boolean[];
let refused: string[][];
let requests: string[];
let behaviour: Behaviour;
let monitor: ConnectionMonitor;
let retrying: typeof fetch;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  isUp = true;
  inertStates = [];
  refused = [];
  requests = [];
  behaviour = async () => Response.json({});
  monitor = createConnectionMonitor({ ping: async () => isUp, setInert: (isInert) => void inertStates.push(isInert) });
  retrying = createRetryingFetch({
    origin,
    monitor,
    onRefused: (ids) => void refused.push([...ids]),
    confirmSignOut: () => false,
    fetch: async (input, init = {}) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      requests.push(`${init.method ?? 'GET'} ${url.pathname}`);
      return behaviour(url, init);
    },
  });
});

afterEach(() => {
  jest.useRealTimers();
});

const advance = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
const failing: Behaviour = () => Promise.reject(new TypeError('Failed to fetch'));
/** Never answers; rejects when its signal aborts. */
const hanging: Behaviour = (_, { signal }) =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

const edit = (transactionId = 't1'): Promise<Response> =>
  retrying(editAddress, {
    method: 'POST',
    body: JSON.stringify({
      transactionId,
      actions: [{ actionType: 'sanity.action.document.edit', draftId: 'drafts.a', publishedId: 'a', patch: {} }],
    }),
  });

/** Whether a promise has settled. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  promise.then(
    () => {
      isOver = true;
    },
    () => {
      isOver = true;
    },
  );
  await advance(0);
  return isOver;
}

describe('an edit', () => {
  test('that fails makes the form read-only and is retried with its transaction id until it is answered', async () => {
    const bodies: unknown[] = [];
    behaviour = (_, { body }) => {
      bodies.push(body);
      return bodies.length < 4 ? failing(new URL(origin), {}) : Promise.resolve(Response.json({ transactionId: 't1' }));
    };
    const answer = edit();
    await advance(0);
    expect([monitor.outage()?.isReadOnly, inertStates]).toEqual([false, [true]]);
    await advance(limits.editorFlush.value);
    expect([monitor.outage()?.isReadOnly, inertStates]).toEqual([true, [true, false]]);
    await advance(30_000);
    expect(await (await answer).json()).toEqual({ transactionId: 't1' });
    expect(new Set(bodies).size).toBe(1);
    await advance(limits.drainDelay.value);
    expect(monitor.outage()).toBeUndefined();
  });

  test.each([500, 502, 503, 504, 507, 429, 408])('that is answered with %i is retried', async (status) => {
    let count = 0;
    behaviour = async () => new Response('{}', { status: ++count < 3 ? status : 200 });
    const answer = edit();
    await advance(0);
    const outage = monitor.outage();
    expect(outage && outageMessage(outage, true)).toMatch(/^The newsroom’s server can’t store anything since /);
    await advance(10_000);
    expect((await answer).status).toBe(200);
  });

  test('that is pending for five seconds begins an outage, which its late answer ends', async () => {
    let release: (response: Response) => void = () => {};
    behaviour = () => new Promise((resolve) => (release = resolve));
    const answer = edit();
    await advance(limits.writeTimeout.value - 1);
    expect(monitor.outage()).toBeUndefined();
    await advance(1);
    expect(monitor.outage()).toBeDefined();
    release(Response.json({ transactionId: 't1' }));
    expect((await answer).status).toBe(200);
    await advance(limits.drainDelay.value);
    expect(monitor.outage()).toBeUndefined();
  });

  test('that was stored although its response was lost is not stored twice', async () => {
    let count = 0;
    behaviour = async (url) => {
      if (url.pathname.includes('/history/')) return new Response('{"id":"t1","mutations":[]}\n');
      return ++count === 1 ? failing(url, {}) : Response.json({ error: {} }, { status: 409 });
    };
    const answer = edit();
    await advance(10_000);
    expect([(await answer).status, refused]).toEqual([200, []]);
    expect(requests.at(-1)).toBe('GET /v2025-02-19/data/history/production/transactions/drafts.a,a');
  });

  test.each([400, 401, 403, 404, 409, 413])(
    'that is refused with %i is not retried, and its documents are reported',
    async (status) => {
      behaviour = async () => Response.json({}, { status });
      expect((await edit()).status).toBe(status);
      expect([refused, requests.length, monitor.outage()]).toEqual([[['drafts.a', 'a']], 1, undefined]);
    },
  );

  test('that gets a 409 on a retry and is not in the history is refused', async () => {
    let count = 0;
    behaviour = async (url) => {
      if (url.pathname.includes('/history/')) return new Response('');
      return ++count === 1 ? failing(url, {}) : Response.json({}, { status: 409 });
    };
    const answer = edit();
    await advance(10_000);
    expect([(await answer).status, refused]).toEqual([409, [['drafts.a', 'a']]]);
  });

  test('whose response body breaks off is retried', async () => {
    let count = 0;
    const broken = () =>
      new Response(new ReadableStream({ start: (body) => body.error(new TypeError('network error')) }));
    behaviour = async () => (++count === 1 ? broken() : Response.json({ transactionId: 't1' }));
    const answer = edit();
    await advance(10_000);
    expect([await (await answer).json(), count]).toEqual([{ transactionId: 't1' }, 2]);
  });

  test('on a connection that died silently is retried after a timeout', async () => {
    let count = 0;
    behaviour = (url, init) => (++count === 1 ? hanging(url, init) : Promise.resolve(Response.json({})));
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('Too long', 'TimeoutError')), ms);
      return controller.signal;
    });
    const answer = edit();
    await advance(limits.attemptTimeout.value + limits.initialBackoff.value);
    expect((await answer).status).toBe(200);
    timeout.mockRestore();
  });
});

describe('during an outage', () => {
  beforeEach(async () => {
    isUp = false;
    monitor.beginOutage();
    await advance(limits.editorFlush.value);
  });

  test('publish is refused with a sentence, and not sent', async () => {
    const answer = await retrying(publishAddress, { method: 'POST', body: '{}' });
    expect([answer.status, requests]).toEqual([503, []]);
    expect(await answer.json()).toMatchObject({ error: { description: expect.stringMatching(/no connection since/) } });
  });

  test('reads and listeners wait, and reject when they are aborted', async () => {
    const controller = new AbortController();
    const read = retrying(`${api}/data/query/production?query=1`);
    const stream = retrying(`${api}/data/listen/production`, { headers: { accept: 'text/event-stream' } });
    const abandoned = retrying(`${api}/users/me`, { signal: controller.signal });
    expect(await isSettled(Promise.race([read, stream, abandoned]))).toBe(false);
    controller.abort();
    await expect(abandoned).rejects.toThrow('abort');
    isUp = true;
    await advance(limits.maxBackoff.value);
    expect([(await read).status, (await stream).status]).toEqual([200, 200]);
  });

  test('no listener connects before the last pending edit was answered', async () => {
    isUp = true;
    behaviour = (url) => (url.pathname.includes('/actions/') ? failing(url, {}) : Promise.resolve(Response.json({})));
    const stored = edit();
    const stream = retrying(`${api}/data/listen/production`, { headers: { accept: 'text/event-stream' } });
    await advance(60_000);
    expect([await isSettled(stored), await isSettled(stream)]).toEqual([false, false]);
    behaviour = async () => Response.json({});
    await advance(limits.maxBackoff.value + limits.drainDelay.value);
    expect([await isSettled(stored), await isSettled(stream)]).toEqual([true, true]);
    expect(requests.slice(-2)).toEqual([
      'POST /v2025-02-19/data/actions/production',
      'GET /v2025-02-19/data/listen/production',
    ]);
  });

  test('an edit is retried at once when the browser is online again', async () => {
    const stored = edit();
    behaviour = failing;
    isUp = true;
    await advance(0);
    behaviour = async () => Response.json({});
    monitor.retryNow();
    expect(await isSettled(stored)).toBe(true);
  });
});

test('listeners are aborted when the form becomes read-only, with an error after which an EventSource reconnects', async () => {
  let reason: unknown;
  behaviour = (_, { signal }) => {
    signal?.addEventListener('abort', () => (reason = signal.reason));
    return Promise.resolve(Response.json({}));
  };
  await retrying(`${api}/data/listen/production`, { headers: { accept: 'text/event-stream' } });
  isUp = false;
  monitor.beginOutage();
  await advance(limits.editorFlush.value - 1);
  expect(reason).toBeUndefined();
  await advance(1);
  expect(reason).toBeInstanceOf(TypeError);
});

test('an outage that ends before the form is read-only aborts no listener', async () => {
  const { aborted } = monitor.streamSignal();
  monitor.beginOutage();
  await advance(limits.initialBackoff.value);
  await advance(limits.editorFlush.value);
  expect([monitor.outage(), monitor.streamSignal().aborted, aborted, inertStates]).toEqual([
    undefined,
    false,
    false,
    [true, false],
  ]);
});

test('an edit answered before an outage does not end it', async () => {
  await edit();
  monitor.beginOutage();
  isUp = false;
  await advance(limits.editorFlush.value);
  expect(monitor.outage()?.isReadOnly).toBe(true);
});

test('a read that CORS blocks fails while the lake answers pings', async () => {
  behaviour = failing;
  await expect(retrying(`${api}/users/me`)).rejects.toThrow('Failed to fetch');
  expect(monitor.outage()).toBeUndefined();
});

test.each([
  ['other origins', 'https://example.org/v1/data/actions/production'],
  ['the Studio’s own files', `${origin}/assets/a.js`],
  ['uploads', `${api}/assets/images/production`],
])('requests to %s are passed through', async (_, address) => {
  behaviour = failing;
  await expect(retrying(address, { method: 'POST', body: '{}' })).rejects.toThrow('Failed to fetch');
  expect([monitor.outage(), requests.length]).toEqual([undefined, 1]);
});

test('an editor who declines to sign out stays signed in', async () => {
  expect(await isSettled(retrying(`${api}/auth/logout`, { method: 'POST' }))).toBe(false);
  expect(requests).toEqual([]);
});
