import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { eventStreamsPath } from '../shim/event-stream-messages.ts';
import { backgroundTask } from './background-task.ts';
import { PlainError } from './errors.ts';
import { createApp } from './http/app.ts';
import { createEventSocket } from './http/event-socket.ts';
import { createStreams } from './http/event-stream.ts';
import { httpLimits } from './http/limits.ts';
import { createRequestBatcher } from './http/request-batches.ts';
import { createListener, createStudioListener } from './http/request-listener.ts';
import { type Lake, type LakeOptions, openLake } from './lake.ts';
import { createPresence } from './listen/presence.ts';
import { mainDataset } from './project.ts';
import { lockForLake } from './store/folder.ts';
import { readShim, type Shim } from './studio/shim.ts';

const host = '127.0.0.1';
const presencePath = /^\/v[^/]+\/socket\/[^/]+$/;

const closeIdleEveryMs = 20;
const httpOptions = {
  maxHeaderSize: httpLimits.head.value,
  headersTimeout: httpLimits.headTime.value,
  connectionsCheckingInterval: httpLimits.headCheck.value,
};
/** How often to look for sessions that a command in another process has ended, whose streams must end too. */
const pollAccessEveryMs = 250;

/** A built Studio to serve on the lake's own origin. */
export type ServedStudio = {
  folder: string;
  port: number;
  /** The built one if left out. */
  shim?: Shim;
};

export type ServerOptions = {
  /** 0 for any free port. */
  port: number;
  dataDir: string;
  studioUrl: string;
  siteUrl: string;
  /** The public URL; by default `localhost` with the port. */
  lakeUrl?: string;
  studio?: ServedStudio | undefined;
  /** How many trusted reverse proxies each add an entry to `x-forwarded-for`; none by default. */
  proxies?: number;
  /** The lock of the data folder, if the caller has acquired it already; released by `close`. */
  lock?: { release(): void };
} & Pick<LakeOptions, 'project' | 'plugin' | 'webhooks' | 'isPublic' | 'auditRetention' | 'assetLimits'>;

export type RunningLake = {
  url: string;
  /** The Studio's local URL, if one is served. */
  studioUrl: string | undefined;
  lake: Lake;
  close(): Promise<void>;
};

/** Starts a lake with its HTTP API on the loopback interface only: a reverse proxy makes it public. */
export async function startLake(options: ServerOptions): Promise<RunningLake> {
  const { port, dataDir, studioUrl, siteUrl, lakeUrl, studio, proxies = 0, lock: given, ...rest } = options;
  const server = createServer(httpOptions);
  const servers = [server];
  const actualPort = await listen(server, port, 'LAKE_PORT');
  const url = `http://localhost:${actualPort}`;
  const urls = { lake: lakeUrl ?? url, studio: studioUrl, site: siteUrl };
  const { lake, lock } = openOrClose(servers, { ...rest, dataDir, urls, servesStudio: studio !== undefined }, given);
  const streams = createStreams();
  const presence = createPresence(lake, streams);
  const app = createApp(lake, streams);
  const dispatch = createRequestBatcher(app);
  const eventSocket = createEventSocket(dispatch);
  const listener = createListener(dispatch, proxies);
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
    // The client may send any request target: an invalid URL must not throw.
    const [path = ''] = incoming.url?.split('?') ?? [];
    socket.on('error', () => socket.destroy());
    if (presencePath.test(path)) presence.upgrade(incoming, socket, head);
    else if (path === eventStreamsPath) eventSocket.upgrade(incoming, socket, head, proxies);
    else socket.destroy();
  }

  const polling = setInterval(
    backgroundTask('Looking whose access changed', () => {
      for (const holderId of lake.people.accessChanges.takeNew()) streams.endOf(holderId);
    }),
    pollAccessEveryMs,
  ).unref();

  async function close(): Promise<void> {
    clearInterval(polling);
    const closed = Promise.all(servers.map((opened) => new Promise((resolve) => opened.close(resolve))));
    streams.endAll();
    presence.close();
    eventSocket.close();
    const closingIdle = setInterval(() => {
      for (const opened of servers) opened.closeIdleConnections();
    }, closeIdleEveryMs);
    const forcedClose = setTimeout(() => {
      for (const opened of servers) opened.closeAllConnections();
    }, httpLimits.shutdown.value);
    await closed;
    clearInterval(closingIdle);
    clearTimeout(forcedClose);
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
  // Imported on demand: a tenth of the program, which a lake without a Studio does not load.
  const { createStudioFiles } = await import('./studio/studio-files.ts');
  const { folder, port, shim = readShim() } = studio;
  const connection = {
    projectId: project.id,
    dataset: mainDataset,
    studioUrl: urls.studio,
    siteUrl: urls.site,
    hasPublishRules: main.plugin.onCommit !== undefined,
  };
  const files = createStudioFiles(folder, shim, connection);
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

/** Where opening fails, closes the servers and releases the lock. */
function openOrClose(servers: Server[], options: LakeOptions, given: { release(): void } | undefined) {
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
