import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { inBackground } from './background.ts';
import { PlainError } from './errors.ts';
import { createApp } from './http/app.ts';
import { createEventSocket } from './http/event-socket.ts';
import { createStreams } from './http/event-stream.ts';
import { limits } from './http/limits.ts';
import { createListener } from './http/listener.ts';
import { type Lake, type LakeOptions, openLake } from './lake.ts';
import { createPresence } from './listen/presence.ts';

const host = '127.0.0.1';
/** Where a tab's event streams come over one WebSocket. */
const eventStreamsPath = '/event-streams';
const presencePath = /^\/v[^/]+\/socket\/[^/]+$/;
const tidyEveryMs = 20;
const httpOptions = {
  maxHeaderSize: limits.headBytes,
  headersTimeout: limits.headMs,
  connectionsCheckingInterval: limits.headCheckMs,
};
/** A command beside the lake may have ended a session: its streams end within this time. */
const lookForEndedEveryMs = 250;

export type ServerOptions = {
  /** 0 takes any free port. */
  port: number;
  dataDir: string;
  studioUrl: string;
  siteUrl: string;
  /** The public address; without it, that of this machine. */
  lakeUrl?: string;
  /** How many proxies of the operator's own stand before the lake, each adding to `x-forwarded-for`; none if left out. */
  proxies?: number;
} & Pick<LakeOptions, 'plugin' | 'webhooks' | 'isPublic' | 'auditRetention' | 'assetLimits'>;

export type RunningLake = { url: string; lake: Lake; close(): Promise<void> };

/** Starts a lake with its HTTP API on this machine only: a proxy in front decides what the world reaches. */
export async function startLake(options: ServerOptions): Promise<RunningLake> {
  const { port, dataDir, studioUrl, siteUrl, lakeUrl, proxies = 0, ...rest } = options;
  const server = createServer(httpOptions);
  const actualPort = await listen(server, port);
  const url = `http://localhost:${actualPort}`;
  const urls = { lake: lakeUrl ?? url, studio: studioUrl, site: siteUrl };
  const lake = openOrStop(server, { ...rest, dataDir, urls });
  lake.begin();
  const streams = createStreams();
  const presence = createPresence(lake, streams);
  const app = createApp(lake, streams);
  const eventSocket = createEventSocket(app);
  server.on('request', createListener(app, proxies));
  server.on('upgrade', (incoming, socket, head) => {
    // Whoever connects may write anything here: what is no address must not end the lake.
    const [path = ''] = incoming.url?.split('?') ?? [];
    if (presencePath.test(path)) presence.upgrade(incoming, socket, head);
    else if (path === eventStreamsPath) eventSocket.upgrade(incoming, socket, head, proxies);
    else socket.destroy();
  });

  const watching = setInterval(
    inBackground('Looking whose access changed', () => {
      for (const holderId of lake.people.accessChanges.take()) streams.endOf(holderId);
    }),
    lookForEndedEveryMs,
  ).unref();

  async function close(): Promise<void> {
    clearInterval(watching);
    const closed = new Promise((resolve) => server.close(resolve));
    streams.endAll();
    presence.close();
    eventSocket.close();
    const tidying = setInterval(() => server.closeIdleConnections(), tidyEveryMs);
    const impatience = setTimeout(() => server.closeAllConnections(), limits.finishMs);
    await closed;
    clearInterval(tidying);
    clearTimeout(impatience);
    await lake.close();
  }

  return { url, lake, close };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? 'is taken; stop what uses it, or set LAKE_PORT to another'
          : `can't be used: ${error.message}`;
      reject(new PlainError(`The lake's port ${port} ${reason}.`));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function openOrStop(server: Server, options: LakeOptions): Lake {
  try {
    return openLake(options);
  } catch (error) {
    server.close();
    throw error;
  }
}
