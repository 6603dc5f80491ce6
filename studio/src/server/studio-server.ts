import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { eventStreamsPath } from '../event-stream-messages.ts';
import { createCaller } from './caller.ts';
import type { Environment } from './environment.ts';
import { createEventStreamBridge } from './event-stream-bridge.ts';
import { createLakeProxy, isLakePath } from './lake-proxy.ts';
import type { Page } from './page.ts';

/** Where the Studio's own files come from: the build, or Vite while it is being developed. */
export type StudioFiles = {
  /** Answers with the file a request names. Tells whether there was one. */
  serveFile(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  page(): Promise<Page>;
};

/** The Studio's server: its files, its page at every other path, and the lake behind the same origin. */
export function createStudioServer(environment: Environment, files: StudioFiles): Server {
  const isEmbedded = environment.connection.lake === 'embedded';
  const caller = createCaller(environment);
  const lake = createLakeProxy(environment.lakeUrl, caller);
  const bridge = createEventStreamBridge(environment.lakeUrl, caller);

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (isEmbedded && isLakePath(path)) return lake.pass(request, response);
    answerItself(request, response, files).catch((error) => {
      console.error(error);
      if (!response.headersSent)
        answer(request, response, 500, 'text/plain', 'The Studio’s server failed; see its log.');
      else response.destroy();
    });
  });

  server.on('upgrade', (request, socket, head) => {
    const path = request.url ?? '/';
    if (isEmbedded && path === eventStreamsPath && isSameOrigin(request)) {
      bridge.handleUpgrade(request, socket, head, (webSocket) => bridge.emit('connection', webSocket, request));
    } else if (isEmbedded && isLakePath(path)) lake.upgrade(request, socket, head);
    else if (server.listenerCount('upgrade') === 1) socket.destroy();
  });
  server.on('close', () => bridge.close());
  return server;
}

async function answerItself(request: IncomingMessage, response: ServerResponse, files: StudioFiles): Promise<void> {
  const path = (request.url ?? '/').replace(/\?.*$/s, '');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return answer(request, response, 405, 'text/plain', 'The Studio’s files can only be read.');
  }
  if (path === '/healthz') return answer(request, response, 200, 'application/json', '{"status":"ok"}');
  if (await files.serveFile(request, response)) return;
  // A missing script must not be answered with a page: the browser would run it.
  if (path.startsWith('/assets/')) return answer(request, response, 404, 'text/plain', 'There is no such file.');
  const { html, headers } = await files.page();
  response.writeHead(200, headers);
  response.end(request.method === 'HEAD' ? undefined : html);
}

function answer(request: IncomingMessage, response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Browsers let any page open a WebSocket anywhere; only this Studio's own pages have business with this one. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && URL.parse(headers.origin)?.host === headers.host;
}
