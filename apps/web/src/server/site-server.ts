import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { packedPages, packedTexts } from '../cache/packed-answers.ts';
import { limits } from '../limits.ts';
import { isShare, sendShare } from '../share-image/send-share.ts';
import { Callers } from './callers.ts';
import type { Environment } from './environment.ts';
import { FairTurns } from './fair-turns.ts';
import { mediaStore } from './media-store.ts';
import { refuse, refuseMethod } from './refuse.ts';
import { RequestOrder } from './request-order.ts';
import { nowhere, type Target, targetOf, unreadable } from './request-target.ts';
import { setHeaders } from './response-headers.ts';
import { isMedia, MediaSender } from './send-media.ts';
import { sendPacked } from './send-packed.ts';

/** Answers a request; resolves when that is done. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

type Options = {
  dev: boolean;
  /** Next's answer to a request. */
  handle: Handle;
  /** How long is waited for whoever connects. */
  patience?: Patience;
};

type Patience = Record<
  'headTime' | 'requestTime' | 'idleConnection' | 'stalledConnection' | 'connectionCheck',
  { value: number }
>;

/** The site's HTTP server: what is kept is sent at once, and all else is made in fair turns. */
export function createSiteServer(env: Environment, { dev, handle, patience = limits }: Options): Server {
  const media = new MediaSender(mediaStore(env.dataDir), new Callers(env.proxies));
  const make = making(env, handle, media);
  // In development Next has addresses of its own, and what it makes is kept nowhere.
  const answer = dev ? make : answering(env, make, media);
  const server = createServer(
    {
      headersTimeout: patience.headTime.value,
      requestTimeout: patience.requestTime.value,
      keepAliveTimeout: patience.idleConnection.value,
      connectionsCheckingInterval: patience.connectionCheck.value,
    },
    (request, response) => {
      setHeaders(request, response, { env, dev });
      answer(request, response).catch((cause: unknown) => {
        // Who went away in the middle of what they sent gets no answer, and is no news.
        if (!response.destroyed) console.error('A request could not be answered.', cause);
        response.destroy();
      });
    },
  );
  return server.setTimeout(patience.stalledConnection.value);
}

/** Pictures are made here; pages, and texts, by Next. */
function making({ proxies }: Environment, next: Handle, media: MediaSender): Handle {
  const sharers = new Callers(proxies);
  return (request, response) => {
    const { url = '' } = request;
    if (isMedia(url)) return media.send(request, response);
    return isShare(url) ? sendShare(request, response, sharers) : next(request, response);
  };
}

function answering(env: Environment, make: Handle, media: MediaSender): Handle {
  const inTurn = takingTurns(env, make);
  return async (request, response) => {
    const target = targetOf(request.url ?? '');
    if (target.kind === 'elsewhere') {
      response.writeHead(308, { Location: target.url }).end();
      return;
    }
    request.url = urlOf(target);
    if (refuseMethod(request, response)) return;
    const isSent = isMedia(request.url)
      ? await media.sendReady(request, response)
      : [packedPages(), packedTexts()].some((answers) => sendPacked(request, response, answers));
    if (!isSent) await inTurn(request, response);
  };
}

/** What everything else gets to see of it. */
function urlOf(target: Exclude<Target, { kind: 'elsewhere' }>): string {
  switch (target.kind) {
    case 'here':
      return target.url;
    case 'nowhere':
      return nowhere;
    case 'unreadable':
      return unreadable;
  }
}

function takingTurns(env: Environment, make: Handle): Handle {
  const order = new RequestOrder(env.dataDir);
  const callers = new Callers(env.proxies);
  const turns = new FairTurns({
    atOnce: limits.turns.value,
    mostWaiting: limits.waiting.value,
    longest: limits.turn.value,
  });
  return async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const work = async (): Promise<void> => {
      await order.inTurn(request, response);
      await make(request, response);
    };
    const isDone = await turns.take(callers.of(request), work, gone.signal);
    if (!isDone) refuse(response, 503, 'Too many ask at once: come again in a moment.', { 'Retry-After': '1' });
  };
}
