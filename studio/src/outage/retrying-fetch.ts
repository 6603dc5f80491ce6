import type { Cause, ConnectionMonitor, Outage } from './connection-monitor.ts';
import { classifyRequest, type Edit, type LakeRequest, parseEdit } from './lake-request.ts';
import { outageLimits as limits } from './limits.ts';
import { disabledReason } from './messages.ts';

type Parts = {
  fetch: typeof fetch;
  /** The page's origin. */
  origin: string;
  monitor: ConnectionMonitor;
  /** The lake refused an edit with a final status: it is in no document. */
  onRefused(documentIds: readonly string[]): void;
  /** Asks the editor whether to sign out with unsaved edits. */
  confirmSignOut(): boolean;
};

const isTransient = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/**
 * A `fetch` for the Studio that survives an outage. Edits are retried with exponential backoff until they are answered,
 * under the Studio's transaction id, which makes a retry idempotent: the Studio's own retry has a new id, so that an
 * edit may be stored twice, and gives up at the first 409. Reads and listeners wait for the connection. Other
 * mutations, such as publish, fail at once: an editor decides again whether to publish.
 */
export function createRetryingFetch({
  fetch: original,
  origin,
  monitor,
  onRefused,
  confirmSignOut,
}: Parts): typeof fetch {
  /** After a 401 the Studio signs out by itself: there is nothing to confirm. */
  let isSessionOver = false;

  return async (input, init) => {
    const request = classifyRequest(origin, input, init);
    switch (request?.kind) {
      case 'edit': {
        const edit = parseEdit(init?.body);
        return edit ? sendEdit(request, edit, init) : original(input, init);
      }
      case 'action':
        return failDuringOutage(monitor.outage(), () => original(input, init));
      case 'events':
        return listen(input, init);
      case 'read':
        return read(input, init);
      case 'sign-out':
        // The Studio drops the session after any answer. A promise that never settles keeps the editor signed in.
        return isSessionOver || confirmSignOut() ? original(input, init) : new Promise(() => {});
      default:
        return original(input, init);
    }
  };

  async function sendEdit({ url }: LakeRequest, edit: Edit, init: RequestInit = {}): Promise<Response> {
    const endWrite = monitor.trackWrite();
    for (let attempt = 0; ; attempt++) {
      let cause: Cause = 'no connection';
      try {
        const signal = AbortSignal.timeout(limits.attemptTimeout.value);
        const response = await readBody(await original(url, { ...init, signal }));
        if (!isTransient(response.status)) {
          const isStored = response.status === 409 && attempt > 0 && (await isInHistory(url, edit, init));
          endWrite(true);
          isSessionOver = response.status === 401;
          if (isStored) return Response.json({ transactionId: edit.transactionId, results: [] });
          if (response.status >= 400) onRefused(edit.documentIds);
          return response;
        }
        cause = 'nothing is stored';
      } catch (error) {
        if (init.signal?.aborted) {
          endWrite(false);
          throw error;
        }
      }
      monitor.beginOutage(cause);
      await monitor.backOff(Math.min(limits.initialBackoff.value * 2 ** attempt, limits.maxBackoff.value));
    }
  }

  /** An earlier attempt may have been stored although its response was lost: then the retry gets a 409. */
  async function isInHistory(url: URL, edit: Edit, init: RequestInit): Promise<boolean> {
    const history = url.pathname.replace(/\/data\/(?:mutate|actions)\//, '/data/history/');
    const transactions = new URL(`${history}/transactions/${edit.documentIds.join(',')}`, url);
    transactions.search = new URLSearchParams({
      excludeContent: 'true',
      fromTransaction: edit.transactionId,
      toTransaction: edit.transactionId,
    }).toString();
    const { body: _, ...options } = init;
    // Not by `read`, which would wait for this very edit.
    const response = await original(transactions, {
      ...options,
      method: 'GET',
      signal: AbortSignal.timeout(limits.attemptTimeout.value),
    });
    return response.ok && (await response.text()).includes(`"${edit.transactionId}"`);
  }

  async function listen(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    await monitor.whenConnected(init.signal);
    const signals = [monitor.streamSignal(), init.signal ?? (input instanceof Request ? input.signal : undefined)];
    const signal = AbortSignal.any(signals.filter((each) => each !== undefined));
    return original(input instanceof Request ? new Request(input, { signal }) : input, { ...init, signal });
  }

  async function read(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    for (let isRetry = false; ; isRetry = true) {
      await monitor.whenConnected(init?.signal);
      try {
        const response = await original(input, init);
        if (response.status === 401) isSessionOver = true;
        return response;
      } catch (error) {
        const isAborted = init?.signal?.aborted || (input instanceof Request && input.signal.aborted);
        // A response that CORS blocks is a TypeError too, like a network error, but retrying it never helps.
        if (isAborted || !(error instanceof TypeError) || (isRetry && (await monitor.ping()))) throw error;
        if (!(await monitor.ping())) monitor.beginOutage();
      }
    }
  }
}

/** Reads the body within the attempt's timeout, so that a response that breaks off is retried as well. */
async function readBody(response: Response): Promise<Response> {
  const { status, headers } = response;
  const body = await response.arrayBuffer();
  return new Response(body.byteLength > 0 ? body : null, { status, headers });
}

async function failDuringOutage(outage: Outage | undefined, send: () => Promise<Response>): Promise<Response> {
  if (!outage) return send();
  const description = disabledReason(outage);
  return Response.json({ error: { description, type: 'noConnectionError' }, message: description }, { status: 503 });
}
