import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createFairQueue } from '../fairness/fair-queue.ts';
import { networkOf } from '../people/network-of.ts';
import { type Answer, isEvents } from './answer.ts';
import type { App } from './app.ts';
import { remoteAddress } from './remote-address.ts';
import type { Incoming } from './request.ts';
import { requestTarget } from './request-target.ts';
import { sendAnswer } from './send-answer.ts';

/** After so long, what has been answered is sent, and what came meanwhile is heard. */
const longestBatchMs = 2;

type Arrived = { incoming: IncomingMessage; outgoing: ServerResponse; caller: string };

/**
 * Every HTTP request to the lake takes this one way: read, answered, sent.
 *
 * Requests that Node hands over in one turn of the event loop are a batch: they are answered one after the other, then
 * sent one after the other. Answered and sent one by one, each answer wakes its client while the next request waits,
 * and every turn of the loop has one or two requests only: the same queries take half as much processor time again
 * (measured by slug with 16 connections: 114 µs instead of 74). Callers take turns, and what is left after some
 * milliseconds is for the next batch: nobody stands behind all that somebody else asks on many connections.
 *
 * @param proxies how many proxies of the operator's own stand before the lake and each add to `x-forwarded-for`
 */
export function createListener(app: App, proxies = 0): RequestListener {
  const arrived = createFairQueue<Arrived>();

  return (incoming, outgoing) => {
    if (arrived.isEmpty()) setImmediate(answerArrived);
    const caller = callerOf(incoming, proxies);
    arrived.add(caller, { incoming, outgoing, caller });
  };

  function answerArrived(): void {
    const end = performance.now() + longestBatchMs;
    const answerOne = app.batch();
    const sends: (() => void)[] = [];
    for (let one = arrived.take(); one; one = performance.now() < end ? arrived.take() : undefined) {
      const { incoming, outgoing, caller } = one;
      const send = (answer: Answer): void => sendAnswer(answer, incoming, outgoing, caller);
      const answer = answerOne(readIncoming(incoming, proxies));
      if (answer instanceof Promise) answer.then(send);
      // A stream takes its place when it is begun: all streams of a batch would else be told that there is one left.
      else if (isEvents(answer.body)) send(answer);
      else sends.push(() => send(answer));
    }
    for (const send of sends) send();
    if (!arrived.isEmpty()) setImmediate(answerArrived);
  }
}

/** Before anything is looked up: whoever makes up a token for each request is refused each time, which takes no time. */
function callerOf(incoming: IncomingMessage, proxies: number): string {
  return incoming.headers.authorization ?? networkOf(remoteAddress(incoming, proxies));
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
