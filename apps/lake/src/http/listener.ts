import type { IncomingMessage, RequestListener } from 'node:http';
import { type Ask, callerBeforeLookUp } from './batches.ts';
import { remoteAddress } from './remote-address.ts';
import type { Incoming } from './request.ts';
import { requestTarget } from './request-target.ts';
import { sendAnswer } from './send-answer.ts';

/**
 * Every HTTP request to the lake takes this one way: read, answered, sent.
 *
 * @param proxies how many proxies of the operator's own stand before the lake and each add to `x-forwarded-for`
 */
export function createListener(ask: Ask, proxies = 0): RequestListener {
  return (incoming, outgoing) => {
    const request = readIncoming(incoming, proxies);
    const caller = callerBeforeLookUp(request);
    ask(caller, request, (answer) => sendAnswer(answer, incoming, outgoing, caller));
  };
}

/** Paths that are the lake's on the Studio's origin too: its API by version, its assets, its sign-in page. */
const lakePath =
  /^\/(?:v(?:1|X|\d{4}-\d{2}-\d{2})\/|(?:images|files)\/[^/]+\/[^/]+\/|sign-in(?:[/?]|$)|(?:healthz|lake-shim\.js)(?:\?|$))/;

/** The Studio and the lake on one origin: no request of the Studio's needs to be allowed across origins. */
export function createStudioListener(lake: RequestListener, files: RequestListener): RequestListener {
  return (incoming, outgoing) => {
    const answer = lakePath.test(requestTarget(incoming)) ? lake : files;
    answer(incoming, outgoing);
  };
}

export function readIncoming(incoming: IncomingMessage, proxies: number): Incoming {
  const url = requestTarget(incoming);
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    searchText: mark === -1 ? '' : url.slice(mark + 1),
    headers: incoming.headers,
    address: remoteAddress(incoming, proxies),
    body: incoming,
  };
}
