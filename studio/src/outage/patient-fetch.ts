import type { Cause, ConnectionWatch, Outage } from './connection-watch.ts';
import { type Edit, editIn, type LakeRequest, lakeRequest } from './lake-request.ts';
import { outageLimits as limits } from './limits.ts';
import { refusal } from './sentences.ts';

type Parts = {
  fetch: typeof fetch;
  /** The page's own. */
  origin: string;
  watch: ConnectionWatch;
  /** An edit was refused for good: its words are in no document. */
  onRefused(documentIds: readonly string[]): void;
  /** Whether to sign out although something is not stored. */
  agreeToSignOut(): boolean;
};

/** Transient errors, after which the same request is retried. */
const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/**
 * The Studio's `fetch`, for a lake that may not answer. Edits are retried with backoff until they are answered,
 * with the transaction id that the Studio gave them, which makes them idempotent; streams and reads wait meanwhile. The
 * Studio itself would retry an edit under a new id, which may store its words twice, or drop it at the first 409. Other changes are refused while there is no
 * connection: to publish is decided anew, not when a connection comes back.
 */
export function createPatientFetch({ fetch: original, origin, watch, onRefused, agreeToSignOut }: Parts): typeof fetch {
  /** Whoever is no longer signed in for the lake is signed out by the Studio, and needs no question. */
  let isSessionOver = false;

  return async (input, init) => {
    const request = lakeRequest(origin, input, init);
    switch (request?.kind) {
      case 'edit': {
        const edit = editIn(init?.body);
        return edit ? store(request, edit, init) : original(input, init);
      }
      case 'action':
        return decide(watch.outage(), () => original(input, init));
      case 'events':
        return listen(input, init);
      case 'read':
        return read(input, init);
      case 'sign-out':
        // The Studio forgets who is signed in once this was answered. Without an answer everything stays as it is.
        return isSessionOver || agreeToSignOut() ? original(input, init) : new Promise(() => {});
      default:
        return original(input, init);
    }
  };

  async function store({ url }: LakeRequest, edit: Edit, init: RequestInit = {}): Promise<Response> {
    const answered = watch.writing();
    for (let attempt = 0; ; attempt++) {
      let cause: Cause = 'no connection';
      try {
        const signal = AbortSignal.timeout(limits.attempt.value);
        const response = await whole(await original(url, { ...init, signal }));
        if (!isPassing(response.status)) {
          const isStored = response.status === 409 && attempt > 0 && (await wasStored(url, edit, init));
          answered(true);
          isSessionOver = response.status === 401;
          if (isStored) return Response.json({ transactionId: edit.transactionId, results: [] });
          if (response.status >= 400) onRefused(edit.documentIds);
          return response;
        }
        cause = 'nothing is stored';
      } catch (error) {
        if (init.signal?.aborted) {
          answered(false);
          throw error;
        }
      }
      watch.lose(cause);
      await watch.pause(Math.min(limits.firstRetry.value * 2 ** attempt, limits.longestRetry.value));
    }
  }

  /** An earlier attempt may have arrived, though its answer did not. */
  async function wasStored(url: URL, edit: Edit, init: RequestInit): Promise<boolean> {
    const history = url.pathname.replace(/\/data\/(?:mutate|actions)\//, '/data/history/');
    const asked = new URL(`${history}/transactions/${edit.documentIds.join(',')}`, url);
    asked.search = new URLSearchParams({
      excludeContent: 'true',
      fromTransaction: edit.transactionId,
      toTransaction: edit.transactionId,
    }).toString();
    const { body: _, ...how } = init;
    // Not by `read`, which waits until every edit was answered.
    const response = await original(asked, {
      ...how,
      method: 'GET',
      signal: AbortSignal.timeout(limits.attempt.value),
    });
    return response.ok && (await response.text()).includes(`"${edit.transactionId}"`);
  }

  async function listen(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    await watch.connected(init.signal);
    const signals = [watch.streams(), init.signal ?? (input instanceof Request ? input.signal : undefined)];
    const signal = AbortSignal.any(signals.filter((each) => each !== undefined));
    return original(input instanceof Request ? new Request(input, { signal }) : input, { ...init, signal });
  }

  async function read(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    for (let isSecond = false; ; isSecond = true) {
      await watch.connected(init?.signal);
      try {
        const response = await original(input, init);
        if (response.status === 401) isSessionOver = true;
        return response;
      } catch (error) {
        const isAborted = init?.signal?.aborted || (input instanceof Request && input.signal.aborted);
        // An answer that the browser may not show fails like a broken connection, and would for ever.
        if (isAborted || !(error instanceof TypeError) || (isSecond && (await watch.isThere()))) throw error;
        if (!(await watch.isThere())) watch.lose();
      }
    }
  }
}

/** Reads the body within the attempt's timeout: an answer that breaks off is retried as well. */
async function whole(response: Response): Promise<Response> {
  const { status, headers } = response;
  const body = await response.arrayBuffer();
  return new Response(body.byteLength > 0 ? body : null, { status, headers });
}

async function decide(outage: Outage | undefined, go: () => Promise<Response>): Promise<Response> {
  if (!outage) return go();
  const description = refusal(outage);
  return Response.json({ error: { description, type: 'noConnectionError' }, message: description }, { status: 503 });
}
