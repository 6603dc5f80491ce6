import type { IncomingMessage, RequestListener } from 'node:http';
import type { App } from './app.ts';
import { remoteAddress } from './remote-address.ts';
import type { Incoming } from './request.ts';
import { sendAnswer } from './send-answer.ts';

/**
 * Every HTTP request to the lake takes this one way: read, answered, sent.
 *
 * @param proxies how many proxies of the operator's own stand before the lake and each add to `x-forwarded-for`
 */
export function createListener(app: App, proxies = 0): RequestListener {
  return (incoming, outgoing) => {
    const answer = app(readIncoming(incoming, proxies));
    if (answer instanceof Promise) answer.then((found) => sendAnswer(found, incoming, outgoing));
    else sendAnswer(answer, incoming, outgoing);
  };
}

/** Paths that are the lake's on the Studio's origin too: its API by version, its assets, its sign-in page. */
const lakePath =
  /^\/(?:v(?:1|X|\d{4}-\d{2}-\d{2})\/|(?:images|files)\/[^/]+\/[^/]+\/|sign-in(?:[/?]|$)|(?:healthz|lake-shim\.js)(?:\?|$))/;

/** The Studio and the lake on one origin: no request of the Studio's needs to be allowed across origins. */
export function createStudioListener(lake: RequestListener, files: RequestListener): RequestListener {
  return (incoming, outgoing) => {
    const answer = lakePath.test(incoming.url ?? '/') ? lake : files;
    answer(incoming, outgoing);
  };
}

/** A request's address may also come whole, as to a proxy: `GET http://localhost:3030/v1/ping`. */
export function readIncoming(incoming: IncomingMessage, proxies: number): Incoming {
  const url = (incoming.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
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
