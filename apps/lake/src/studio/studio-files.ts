import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import send from 'send';
import { PlainError } from '../errors.ts';
import { encodingFor } from '../http/compression.ts';
import { requestTarget } from '../http/request-target.ts';
import { createCompressionCache } from './compressed-files.ts';
import { studioLimits } from './limits.ts';
import type { Shim } from './shim.ts';
import { type StudioConnection, studioPage } from './studio-page.ts';
import { withoutThirdParties } from './third-parties.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;
/**
 * Scripts and stylesheets whose names hold a content hash, as Vite makes them: eight characters, hardly ever all of them
 * lower-case letters. Other files, such as `apple-touch-icon.png`, may change under the same name.
 */
const hashed = /^\/(?:assets|static|vendor)\/.*-(?=[\w-]*[A-Z\d])[\w-]{8}\.(?:m?js|css)$/;
/** Paths without hidden files or folders. */
const stylesheet = /^(?:\/[^/.\0][^/\0]*)+\.css$/i;
/** Missing files of these types get 404 instead of the page, which a browser would try to run as a script. */
const fileName = /\.(?:m?js|css|map|json|woff2?|ttf|png|jpe?g|gif|svg|webp|avif|ico|txt|wasm|webmanifest)$/i;
const preconditionFailed = 412;

/**
 * Serves a built Studio: its files, and at every other path its page with the shim, as for a single-page application.
 *
 * @throws PlainError where the folder has no page
 */
export function createStudioFiles(folder: string, shim: Shim, connection: StudioConnection): RequestListener {
  const index = join(folder, 'index.html');
  if (!statSync(index, { throwIfNoEntry: false })?.isFile()) {
    throw new PlainError(`${folder} holds no built Studio: there is no index.html. Build it first.`);
  }
  // Throws at the start rather than at the first request.
  studioPage(readFileSync(index, 'utf8'), shim, connection);
  const compressedFiles = createCompressionCache();

  return (incoming, outgoing) => {
    const path = requestTarget(incoming).replace(/[?#].*$/s, '');
    const decoded = decodePath(path);
    outgoing.setHeader('x-content-type-options', 'nosniff');
    // Bodies are not read here: on a kept-alive connection, the rest of one could be taken for the next request.
    if (hasBody(incoming)) outgoing.setHeader('connection', 'close');
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
      outgoing.setHeader('allow', 'GET, HEAD');
      sendText(outgoing, 405, 'The Studio’s files can only be read.');
    } else if (decoded === '/' || decoded.toLowerCase() === '/index.html') sendPage(incoming, outgoing);
    else if (stylesheet.test(decoded)) sendStyles(path, decoded, incoming, outgoing);
    else sendFile(path, decoded, incoming, outgoing);
  };

  function sendFile(path: string, decoded: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    const cache = hashed.test(decoded) ? { immutable: true, maxAge: yearMs } : { maxAge: 0 };
    let file = '';
    // No ranges: a part of a script is of no use.
    send(incoming, path, { root: folder, index: false, dotfiles: 'deny', acceptRanges: false, ...cache })
      .on('error', (error: { status?: number }) => sendOther(decoded, outgoing, error.status))
      .on('directory', () => sendOther(decoded, outgoing))
      .on('headers', (_: ServerResponse, found: string) => {
        file = found;
        outgoing.setHeader('vary', 'accept-encoding');
      })
      .pipe(outgoing);
    // By then, `send` has set status and headers.
    outgoing.once('pipe', (content: Readable) => {
      const encoding = wantedEncoding(incoming, outgoing);
      if (encoding === undefined) return;
      content.unpipe(outgoing);
      content.destroy();
      const name = `${file} ${outgoing.getHeader('etag')}`;
      compressedFiles
        .get(name, encoding, () => readFile(file))
        .then(
          (bytes) => endCompressed(outgoing, encoding, bytes),
          () => sendOther(decoded, outgoing),
        );
    });
  }

  function sendStyles(path: string, decoded: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    readFile(join(folder, decoded), 'utf8').then(
      (built) => {
        const styles = withoutThirdParties(built);
        if (styles === built) return sendFile(path, decoded, incoming, outgoing);
        const cache = hashed.test(decoded) ? `public, max-age=${yearMs / 1000}, immutable` : 'no-cache';
        sendGenerated(
          styles,
          { 'content-type': 'text/css; charset=utf-8', 'cache-control': cache },
          incoming,
          outgoing,
        );
      },
      () => sendOther(decoded, outgoing),
    );
  }

  /** Sends content that was generated from a file. */
  function sendGenerated(
    content: string,
    headers: Record<string, string>,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): void {
    outgoing.statusCode = 200;
    const bytes = Buffer.from(content);
    for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
    outgoing.setHeader('content-length', bytes.length);
    outgoing.setHeader('vary', 'accept-encoding');
    const encoding = incoming.method === 'HEAD' ? undefined : wantedEncoding(incoming, outgoing);
    if (encoding === undefined) {
      outgoing.end(bytes);
      return;
    }
    compressedFiles
      .get(hash('sha1', bytes), encoding, async () => bytes)
      .then(
        (found) => endCompressed(outgoing, encoding, found),
        () => outgoing.destroy(),
      );
  }

  /** A path without a file is a page of the Studio, which does its own routing. */
  function sendOther(decoded: string, outgoing: ServerResponse, status?: number): void {
    if (outgoing.headersSent) {
      outgoing.destroy();
      return;
    }
    // `send` sets these headers before it opens the file, which may have vanished.
    for (const name of ['content-length', 'content-type', 'etag', 'last-modified', 'vary']) outgoing.removeHeader(name);
    if (status === preconditionFailed) sendText(outgoing, status, 'This file is not the one you know.');
    else if (fileName.test(decoded)) sendText(outgoing, 404, 'There is no such file.');
    else sendPage(outgoing.req, outgoing);
  }

  /** Not cached: after a new build while the lake runs, the page must refer to the new files. */
  function sendPage(incoming: IncomingMessage, outgoing: ServerResponse): void {
    readFile(index, 'utf8')
      .then((built) => studioPage(built, shim, connection))
      .then(
        ({ html, headers }) => sendGenerated(html, headers, incoming, outgoing),
        // A page that is being written is missing or has no head.
        () => sendText(outgoing, 503, 'The Studio is being built. Try again in a moment.'),
      );
  }
}

/** The path, percent-decoded and normalized; unchanged where it is malformed. */
function decodePath(path: string): string {
  try {
    return posix.normalize(decodeURIComponent(path) || '/');
  } catch {
    return path;
  }
}

function wantedEncoding({ headers }: IncomingMessage, outgoing: ServerResponse): string | undefined {
  const length = Number(outgoing.getHeader('content-length'));
  const type = { 'content-type': String(outgoing.getHeader('content-type')) };
  return length > studioLimits.compressedFile.value ? undefined : encodingFor(headers['accept-encoding'], type, length);
}

function endCompressed(outgoing: ServerResponse, encoding: string, bytes: Buffer): void {
  if (outgoing.destroyed) return;
  outgoing.setHeader('content-encoding', encoding);
  outgoing.setHeader('content-length', bytes.length);
  outgoing.end(bytes);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function sendText(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(text);
}
