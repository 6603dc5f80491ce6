import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { inBackground } from './background.ts';
import { PlainError } from './errors.ts';
import { createApp } from './http/app.ts';
import { createStreams } from './http/event-stream.ts';
import { answerStraight } from './http/straight-answer.ts';
import { type Lake, type LakeOptions, openLake } from './lake.ts';
import { createPresence } from './listen/presence.ts';

const host = '127.0.0.1';
const presencePath = /^\/v[^/]+\/socket\/[^/]+$/;
/** What is still being answered gets this long when the lake stops. */
const finishWithinMs = 1_000;
const tidyEveryMs = 20;
/** Room for a long query in an address, which is then answered rather than cut off. */
const longestHead = 64 * 1024;
/** Whoever connects says within this time what they want; Node would wait for a minute. */
const patience = { headersTimeout: 15_000, connectionsCheckingInterval: 2_000 };
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
} & Pick<LakeOptions, 'plugin' | 'webhooks' | 'isPublic' | 'auditRetention' | 'proxySecret' | 'assetLimits'>;

export type RunningLake = { url: string; lake: Lake; close(): Promise<void> };

/** Starts a lake with its HTTP API on this machine only: a proxy in front decides what the world reaches. */
export async function startLake(options: ServerOptions): Promise<RunningLake> {
  const { port, dataDir, studioUrl, siteUrl, lakeUrl, ...rest } = options;
  const server = createServer({ maxHeaderSize: longestHead, ...patience });
  const actualPort = await listen(server, port);
  const url = `http://localhost:${actualPort}`;
  const urls = { lake: lakeUrl ?? url, studio: studioUrl, site: siteUrl };
  const lake = openOrStop(server, { ...rest, dataDir, urls });
  lake.begin();
  const streams = createStreams();
  const presence = createPresence(lake, streams);
  server.on('request', answerStraight(lake, getRequestListener(createApp(lake, streams).fetch)));
  server.on('upgrade', (incoming, socket, head) => {
    // Whoever connects may write anything here: what is no address must not end the lake.
    const [path = ''] = incoming.url?.split('?') ?? [];
    if (presencePath.test(path)) presence.upgrade(incoming, socket, head);
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
    const tidying = setInterval(() => server.closeIdleConnections(), tidyEveryMs);
    const impatience = setTimeout(() => server.closeAllConnections(), finishWithinMs);
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
