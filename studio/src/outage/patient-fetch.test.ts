import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type ConnectionWatch, createConnectionWatch } from './connection-watch.ts';
import { outageLimits as limits } from './limits.ts';
import { createPatientFetch } from './patient-fetch.ts';
import { explanation } from './sentences.ts';

const origin = 'http://localhost:3333';
const api = 'http://bodytext.localhost:3333/v2025-02-19';
const editAddress = `${api}/data/actions/production?tag=sanity.studio.document.commit`;
const publishAddress = `${api}/data/actions/production?tag=sanity.studio.document.publish`;

type Behaviour = (url: URL, init: RequestInit) => Promise<Response>;

let isUp: boolean;
let held: boolean[];
let refused: string[][];
let asked: string[];
let behaviour: Behaviour;
let watch: ConnectionWatch;
let patient: typeof fetch;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  isUp = true;
  held = [];
  refused = [];
  asked = [];
  behaviour = async () => Response.json({});
  watch = createConnectionWatch({ ping: async () => isUp, holdInput: (isHeld) => void held.push(isHeld) });
  patient = createPatientFetch({
    origin,
    watch,
    onRefused: (ids) => void refused.push([...ids]),
    agreeToSignOut: () => false,
    fetch: async (input, init = {}) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      asked.push(`${init.method ?? 'GET'} ${url.pathname}`);
      return behaviour(url, init);
    },
  });
});

afterEach(() => {
  jest.useRealTimers();
});

const passing = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
const failing: Behaviour = () => Promise.reject(new TypeError('Failed to fetch'));
/** Answers nothing, until it is given up. */
const hanging: Behaviour = (_, { signal }) =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

const edit = (transactionId = 't1'): Promise<Response> =>
  patient(editAddress, {
    method: 'POST',
    body: JSON.stringify({
      transactionId,
      actions: [{ actionType: 'sanity.action.document.edit', draftId: 'drafts.a', publishedId: 'a', patch: {} }],
    }),
  });

/** Whether a promise is settled by now. */
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
  await passing(0);
  return isOver;
}

describe('an edit', () => {
  test('that fails stops the form, is sent again with its transaction id, and is answered as if nothing had been', async () => {
    const bodies: unknown[] = [];
    behaviour = (_, { body }) => {
      bodies.push(body);
      return bodies.length < 4 ? failing(new URL(origin), {}) : Promise.resolve(Response.json({ transactionId: 't1' }));
    };
    const answer = edit();
    await passing(0);
    expect([watch.outage()?.isReadOnly, held]).toEqual([false, [true]]);
    await passing(limits.lastWords.value);
    expect([watch.outage()?.isReadOnly, held]).toEqual([true, [true, false]]);
    await passing(30_000);
    expect(await (await answer).json()).toEqual({ transactionId: 't1' });
    expect(new Set(bodies).size).toBe(1);
    await passing(limits.quiet.value);
    expect(watch.outage()).toBeUndefined();
  });

  test.each([500, 502, 503, 504, 507, 429, 408])('that is answered with %i is sent again', async (status) => {
    let count = 0;
    behaviour = async () => new Response('{}', { status: ++count < 3 ? status : 200 });
    const answer = edit();
    await passing(0);
    const outage = watch.outage();
    expect(outage && explanation(outage, true)).toMatch(/^The newsroom’s server can’t store anything since /);
    await passing(10_000);
    expect((await answer).status).toBe(200);
  });

  test('without an answer for five seconds stops the form, and its late answer counts', async () => {
    let release: (response: Response) => void = () => {};
    behaviour = () => new Promise((resolve) => (release = resolve));
    const answer = edit();
    await passing(limits.silentWrite.value - 1);
    expect(watch.outage()).toBeUndefined();
    await passing(1);
    expect(watch.outage()).toBeDefined();
    release(Response.json({ transactionId: 't1' }));
    expect((await answer).status).toBe(200);
    await passing(limits.quiet.value);
    expect(watch.outage()).toBeUndefined();
  });

  test('that had arrived, though its answer had not, is not stored twice', async () => {
    let count = 0;
    behaviour = async (url) => {
      if (url.pathname.includes('/history/')) return new Response('{"id":"t1","mutations":[]}\n');
      return ++count === 1 ? failing(url, {}) : Response.json({ error: {} }, { status: 409 });
    };
    const answer = edit();
    await passing(10_000);
    expect([(await answer).status, refused]).toEqual([200, []]);
    expect(asked.at(-1)).toBe('GET /v2025-02-19/data/history/production/transactions/drafts.a,a');
  });

  test.each([400, 401, 403, 404, 409, 413])(
    'that is refused for good with %i is not, and its document is named',
    async (status) => {
      behaviour = async () => Response.json({}, { status });
      expect((await edit()).status).toBe(status);
      expect([refused, asked.length, watch.outage()]).toEqual([[['drafts.a', 'a']], 1, undefined]);
    },
  );

  test('that was answered with 409 after a failure, and is not in the history, is refused', async () => {
    let count = 0;
    behaviour = async (url) => {
      if (url.pathname.includes('/history/')) return new Response('');
      return ++count === 1 ? failing(url, {}) : Response.json({}, { status: 409 });
    };
    const answer = edit();
    await passing(10_000);
    expect([(await answer).status, refused]).toEqual([409, [['drafts.a', 'a']]]);
  });

  test('whose answer breaks off is sent again', async () => {
    let count = 0;
    const broken = () =>
      new Response(new ReadableStream({ start: (body) => body.error(new TypeError('network error')) }));
    behaviour = async () => (++count === 1 ? broken() : Response.json({ transactionId: 't1' }));
    const answer = edit();
    await passing(10_000);
    expect([await (await answer).json(), count]).toEqual([{ transactionId: 't1' }, 2]);
  });

  test('on a connection that died silently is tried on another one', async () => {
    let count = 0;
    behaviour = (url, init) => (++count === 1 ? hanging(url, init) : Promise.resolve(Response.json({})));
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('Too long', 'TimeoutError')), ms);
      return controller.signal;
    });
    const answer = edit();
    await passing(limits.attempt.value + limits.firstRetry.value);
    expect((await answer).status).toBe(200);
    timeout.mockRestore();
  });
});

describe('while there is no connection', () => {
  beforeEach(async () => {
    isUp = false;
    watch.lose();
    await passing(limits.lastWords.value);
  });

  test('publishing is refused with a sentence, and not sent', async () => {
    const answer = await patient(publishAddress, { method: 'POST', body: '{}' });
    expect([answer.status, asked]).toEqual([503, []]);
    expect(await answer.json()).toMatchObject({ error: { description: expect.stringMatching(/no connection since/) } });
  });

  test('reads and streams wait, and those that are given up end', async () => {
    const giveUp = new AbortController();
    const read = patient(`${api}/data/query/production?query=1`);
    const stream = patient(`${api}/data/listen/production`, { headers: { accept: 'text/event-stream' } });
    const givenUp = patient(`${api}/users/me`, { signal: giveUp.signal });
    expect(await isSettled(Promise.race([read, stream, givenUp]))).toBe(false);
    giveUp.abort();
    await expect(givenUp).rejects.toThrow('abort');
    isUp = true;
    await passing(limits.longestRetry.value);
    expect([(await read).status, (await stream).status]).toEqual([200, 200]);
  });

  test('no stream begins before the last edit was answered', async () => {
    isUp = true;
    behaviour = (url) => (url.pathname.includes('/actions/') ? failing(url, {}) : Promise.resolve(Response.json({})));
    const stored = edit();
    const stream = patient(`${api}/data/listen/production`, { headers: { accept: 'text/event-stream' } });
    await passing(60_000);
    expect([await isSettled(stored), await isSettled(stream)]).toEqual([false, false]);
    behaviour = async () => Response.json({});
    await passing(limits.longestRetry.value + limits.quiet.value);
    expect([await isSettled(stored), await isSettled(stream)]).toEqual([true, true]);
    expect(asked.slice(-2)).toEqual([
      'POST /v2025-02-19/data/actions/production',
      'GET /v2025-02-19/data/listen/production',
    ]);
  });

  test('it is tried at once when the browser is online again', async () => {
    const stored = edit();
    behaviour = failing;
    isUp = true;
    await passing(0);
    behaviour = async () => Response.json({});
    watch.lookNow();
    expect(await isSettled(stored)).toBe(true);
  });
});

test('streams break when the form is stopped, with an error after which an event source connects again', async () => {
  let reason: unknown;
  behaviour = (_, { signal }) => {
    signal?.addEventListener('abort', () => (reason = signal.reason));
    return Promise.resolve(Response.json({}));
  };
  await patient(`${api}/data/listen/production`, { headers: { accept: 'text/event-stream' } });
  isUp = false;
  watch.lose();
  await passing(limits.lastWords.value - 1);
  expect(reason).toBeUndefined();
  await passing(1);
  expect(reason).toBeInstanceOf(TypeError);
});

test('an outage that is over before the form was stopped breaks nothing', async () => {
  const { aborted } = watch.streams();
  watch.lose();
  await passing(limits.firstRetry.value);
  await passing(limits.lastWords.value);
  expect([watch.outage(), watch.streams().aborted, aborted, held]).toEqual([undefined, false, false, [true, false]]);
});

test('an edit answered before an outage does not end it', async () => {
  await edit();
  watch.lose();
  isUp = false;
  await passing(limits.lastWords.value);
  expect(watch.outage()?.isReadOnly).toBe(true);
});

test('a read that the browser may not make fails, where the lake is there', async () => {
  behaviour = failing;
  await expect(patient(`${api}/users/me`)).rejects.toThrow('Failed to fetch');
  expect(watch.outage()).toBeUndefined();
});

test.each([
  ['other origins', 'https://example.org/v1/data/actions/production'],
  ['the Studio’s own files', `${origin}/assets/a.js`],
  ['uploads', `${api}/assets/images/production`],
])('%s are left alone', async (_, address) => {
  behaviour = failing;
  await expect(patient(address, { method: 'POST', body: '{}' })).rejects.toThrow('Failed to fetch');
  expect([watch.outage(), asked.length]).toEqual([undefined, 1]);
});

test('who does not agree to sign out stays signed in', async () => {
  expect(await isSettled(patient(`${api}/auth/logout`, { method: 'POST' }))).toBe(false);
  expect(asked).toEqual([]);
});
