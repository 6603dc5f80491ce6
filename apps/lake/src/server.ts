import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { inBackground } from './background.ts';
import { PlainError } from './errors.ts';
import { createApp } from './http/app.ts';
import { createBatches } from './http/batches.ts';
import { createEventSocket } from './http/event-socket.ts';
import { createStreams } from './http/event-stream.ts';
import { httpLimits } from './http/limits.ts';
import { createListener, createStudioListener } from './http/listener.ts';
import { type Lake, type LakeOptions, openLake } from './lake.ts';
import { createPresence } from './listen/presence.ts';
import { mainDataset } from './project.ts';
import { lockForLake } from './store/folder.ts';
import { readShim, type Shim } from './studio/shim.ts';

const host = '127.0.0.1';
const presencePath = /^\/v[^/]+\/socket\/[^/]+$/;
/** Where a tab's event streams come over one WebSocket. */
const eventStreamsPath = '/event-streams';
const tidyEveryMs = 20;
const httpOptions = {
  maxHeaderSize: httpLimits.head.value,
  headersTimeout: httpLimits.headTime.value,
  connectionsCheckingInterval: httpLimits.headCheck.value,
};
/** A command beside the lake may have ended a session: its streams end within this time. */
const lookForEndedEveryMs = 250;

/** A built Studio to serve on the lake's own origin. */
export type ServedStudio = {
  folder: string;
  port: number;
  /** Read from the build if left out. */
  shim?: Shim;
};

export type ServerOptions = {
  /** 0 takes any free port. */
  port: number;
  dataDir: string;
  studioUrl: string;
  siteUrl: string;
  /** The public address; without it, that of this machine. */
  lakeUrl?: string;
  studio?: ServedStudio | undefined;
  /** How many proxies of the operator's own stand before the lake, each adding to `x-forwarded-for`; none if left out. */
  proxies?: number;
  /** On the data folder, of whoever has taken it already; released at the end. */
  lock?: { release(): void };
} & Pick<LakeOptions, 'project' | 'plugin' | 'webhooks' | 'isPublic' | 'auditRetention' | 'assetLimits'>;

export type RunningLake = {
  url: string;
  /** Where the Studio is on this machine, if one is served. */
  studioUrl: string | undefined;
  lake: Lake;
  close(): Promise<void>;
};

/** Starts a lake with its HTTP API on this machine only: a proxy in front decides what the world reaches. */
export async function startLake(options: ServerOptions): Promise<RunningLake> {
  const { port, dataDir, studioUrl, siteUrl, lakeUrl, studio, proxies = 0, lock: given, ...rest } = options;
  const server = createServer(httpOptions);
  const servers = [server];
  const actualPort = await listen(server, port, 'LAKE_PORT');
  const url = `http://localhost:${actualPort}`;
  const urls = { lake: lakeUrl ?? url, studio: studioUrl, site: siteUrl };
  const { lake, lock } = openOrStop(servers, { ...rest, dataDir, urls, servesStudio: studio !== undefined }, given);
  const streams = createStreams();
  const presence = createPresence(lake, streams);
  const app = createApp(lake, streams);
  const ask = createBatches(app);
  const eventSocket = createEventSocket(ask);
  const listener = createListener(ask, proxies);
  let localStudioUrl: string | undefined;
  try {
    if (studio) {
      const started = await startStudio(studio, listener, lake);
      servers.push(started.server);
      localStudioUrl = started.url;
    }
  } catch (error) {
    for (const opened of servers) opened.close();
    await lake.close();
    lock.release();
    throw error;
  }
  server.on('request', listener);
  for (const opened of servers) opened.on('upgrade', upgrade);
  lake.begin();

  function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Whoever connects may write anything here: what is no address must not end the lake.
    const [path = ''] = incoming.url?.split('?') ?? [];
    socket.on('error', () => socket.destroy());
    if (presencePath.test(path)) presence.upgrade(incoming, socket, head);
    else if (path === eventStreamsPath) eventSocket.upgrade(incoming, socket, head, proxies);
    else socket.destroy();
  }

  const watching = setInterval(
    inBackground('Looking whose access changed', () => {
      for (const holderId of lake.people.accessChanges.take()) streams.endOf(holderId);
    }),
    lookForEndedEveryMs,
  ).unref();

  async function close(): Promise<void> {
    clearInterval(watching);
    const closed = Promise.all(servers.map((opened) => new Promise((resolve) => opened.close(resolve))));
    streams.endAll();
    presence.close();
    eventSocket.close();
    const tidying = setInterval(() => {
      for (const opened of servers) opened.closeIdleConnections();
    }, tidyEveryMs);
    const impatience = setTimeout(() => {
      for (const opened of servers) opened.closeAllConnections();
    }, httpLimits.finish.value);
    await closed;
    clearInterval(tidying);
    clearTimeout(impatience);
    await lake.close();
    lock.release();
  }

  return { url, studioUrl: localStudioUrl, lake, close };
}

async function startStudio(
  studio: ServedStudio,
  lakeListener: RequestListener,
  { urls, project, main }: Lake,
): Promise<{ server: Server; url: string }> {
  // A lake without a Studio starts without what sends its files, a tenth of the program.
  const { createStudioFiles } = await import('./studio/studio-files.ts');
  const { folder, port, shim = readShim() } = studio;
  const settings = {
    projectId: project.id,
    dataset: mainDataset,
    studioUrl: urls.studio,
    siteUrl: urls.site,
    hasPublishRules: main.plugin.onCommit !== undefined,
  };
  const files = createStudioFiles(folder, shim, settings);
  const server = createServer(httpOptions, createStudioListener(lakeListener, files));
  return { server, url: `http://localhost:${await listen(server, port, 'STUDIO_PORT')}` };
}

function listen(server: Server, port: number, variable: 'LAKE_PORT' | 'STUDIO_PORT'): Promise<number> {
  const whose = variable === 'LAKE_PORT' ? 'lake' : 'Studio';
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? `is taken; stop what uses it, or set ${variable} to another`
          : `can't be used: ${error.message}`;
      reject(new PlainError(`The ${whose}'s port ${port} ${reason}.`));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function openOrStop(servers: Server[], options: LakeOptions, given: { release(): void } | undefined) {
  let lock = given;
  try {
    lock ??= lockForLake(options.dataDir);
    return { lake: openLake(options), lock };
  } catch (error) {
    lock?.release();
    for (const server of servers) server.close();
    throw error;
  }
}
