import type { IncomingMessage, RequestListener } from 'node:http';
import { remoteAddress } from './remote-address.ts';
import type { Incoming } from './request.ts';
import { type Dispatch, queueKeyOf } from './request-batches.ts';
import { requestTarget } from './request-target.ts';
import { sendAnswer } from './send-answer.ts';

/**
 * Handles the lake's HTTP requests.
 *
 * @param proxies how many trusted reverse proxies each add an entry to `x-forwarded-for`
 */
export function createListener(dispatch: Dispatch, proxies = 0): RequestListener {
  return (incoming, outgoing) => {
    const request = readIncoming(incoming, proxies);
    const caller = queueKeyOf(request);
    dispatch(caller, request, (answer) => sendAnswer(answer, incoming, outgoing, caller));
  };
}

/** Paths that the lake serves on the Studio's origin: the API by version, assets, sign-in pages. */
const lakePath =
  /^\/(?:v(?:1|X|\d{4}-\d{2}-\d{2})\/|(?:images|files)\/[^/]+\/[^/]+\/|sign-in(?:[/?]|$)|(?:healthz|lake-shim\.js)(?:\?|$))/;

/** Serves the Studio and the lake on one origin, so that the Studio needs no CORS. */
export function createStudioListener(lake: RequestListener, files: RequestListener): RequestListener {
  return (incoming, outgoing) => {
    const answer = lakePath.test(requestTarget(incoming)) ? lake : files;
    answer(incoming, outgoing);
  };
}

function readIncoming(incoming: IncomingMessage, proxies: number): Incoming {
  const url = requestTarget(incoming);
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    queryString: mark === -1 ? '' : url.slice(mark + 1),
    headers: incoming.headers,
    address: remoteAddress(incoming, proxies),
    body: incoming,
  };
}
