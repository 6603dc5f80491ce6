import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileResponses, pageResponses } from '../cache/response-cache.ts';
import { sendCached } from '../cache/send-cached.ts';
import { limits } from '../limits.ts';
import { mediaStore } from '../media/media-store.ts';
import { createMediaSender, isMedia, type MediaSender } from '../media/send-media.ts';
import { isShareImage, sendShareImage } from '../media/share-image/send-share-image.ts';
import { createCallers } from './callers.ts';
import type { Environment } from './environment.ts';
import { createFairQueue } from './fair-queue.ts';
import { refuse, refuseMethod } from './refuse.ts';
import { createRequestOrder } from './request-order.ts';
import { malformedUrl, notFoundUrl, parseRequestTarget, type Target } from './request-target.ts';
import { setHeaders } from './response-headers.ts';

/** Handles a request; resolves when the response is finished. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

type Options = {
  dev: boolean;
  /** Next's request handler. */
  next: Handler;
  timeouts?: Timeouts;
};

type Timeouts = Record<
  'headersTimeout' | 'requestTimeout' | 'keepAliveTimeout' | 'socketTimeout' | 'connectionCheckInterval',
  { value: number }
>;

/** The site's HTTP server: cached responses are sent at once, all others go through a fair queue. */
export function createSiteServer(env: Environment, { dev, next, timeouts = limits }: Options): Server {
  const media = createMediaSender(mediaStore(env.dataDir), createCallers(env.proxies));
  const render = createRenderer(env, next, media);
  // In development Next has URLs of its own, and nothing is cached.
  const handle = dev ? render : createCachedHandler(env, render, media);
  const server = createServer(
    {
      headersTimeout: timeouts.headersTimeout.value,
      requestTimeout: timeouts.requestTimeout.value,
      keepAliveTimeout: timeouts.keepAliveTimeout.value,
      connectionsCheckingInterval: timeouts.connectionCheckInterval.value,
    },
    (request, response) => {
      setHeaders(request, response, { env, dev });
      handle(request, response).catch((cause: unknown) => {
        // A client that disconnects in the middle of its request is no error of the site.
        if (!response.destroyed) console.error('A request could not be answered.', cause);
        response.destroy();
      });
    },
  );
  return server.setTimeout(timeouts.socketTimeout.value);
}

/** Serves images here, and everything else by Next. */
function createRenderer({ proxies }: Environment, next: Handler, media: MediaSender): Handler {
  const shareImageCallers = createCallers(proxies);
  return (request, response) => {
    const { url = '' } = request;
    if (isMedia(url)) return media.send(request, response);
    return isShareImage(url) ? sendShareImage(request, response, shareImageCallers) : next(request, response);
  };
}

function createCachedHandler(env: Environment, render: Handler, media: MediaSender): Handler {
  const renderQueued = createQueuedHandler(env, render);
  return async (request, response) => {
    const target = parseRequestTarget(request.url ?? '');
    if (target.kind === 'redirect') {
      response.writeHead(308, { Location: target.url }).end();
      return;
    }
    request.url = urlOf(target);
    if (refuseMethod(request, response)) return;
    const isSent = isMedia(request.url)
      ? await media.sendCached(request, response)
      : [pageResponses(), fileResponses()].some((cache) => sendCached(request, response, cache));
    if (!isSent) await renderQueued(request, response);
  };
}

/** The URL that the rest of the server sees. */
function urlOf(target: Exclude<Target, { kind: 'redirect' }>): string {
  switch (target.kind) {
    case 'routable':
      return target.url;
    case 'notFound':
      return notFoundUrl;
    case 'malformed':
      return malformedUrl;
  }
}

function createQueuedHandler(env: Environment, render: Handler): Handler {
  const order = createRequestOrder(env.dataDir);
  const callers = createCallers(env.proxies);
  const queue = createFairQueue({
    concurrency: limits.concurrentRequests.value,
    maxQueued: limits.queuedRequests.value,
    slotMs: limits.requestSlot.value,
  });
  return async (request, response) => {
    const disconnected = new AbortController();
    response.once('close', () => disconnected.abort());
    const task = async (): Promise<void> => {
      await order.waitForOlder(request, response);
      await render(request, response);
    };
    const hasRun = await queue.run(callers.of(request), task, disconnected.signal);
    if (!hasRun) refuse(response, 503, 'Too many ask at once: come again in a moment.', { 'Retry-After': '1' });
  };
}
