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
import { studioLimits } from './limits.ts';
import { createPackedFiles } from './packed-files.ts';
import type { Shim } from './shim.ts';
import { type StudioSettings, studioPage } from './studio-page.ts';
import { withoutThirdParties } from './third-parties.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;
/**
 * Vite puts the hash of a file's content, eight characters of which hardly ever all are small letters, into the name of a
 * script or a stylesheet. Beside them are files of the Studio's own under names that stay, such as `apple-touch-icon.png`.
 */
const hashed = /^\/(?:assets|static|vendor)\/.*-(?=[\w-]*[A-Z\d])[\w-]{8}\.(?:m?js|css)$/;
/** No folder or file in it has a name that begins with a dot. */
const stylesheet = /^(?:\/[^/.\0][^/\0]*)+\.css$/i;
/** A script, style or picture that is missing must not be answered with the page: the browser would run it. */
const fileName = /\.(?:m?js|css|map|json|woff2?|ttf|png|jpe?g|gif|svg|webp|avif|ico|txt|wasm|webmanifest)$/i;
const preconditionFailed = 412;

/**
 * Serves a built Studio: its files as they are, and its page at every other path, with the shim put first into it.
 *
 * @throws PlainError where the folder holds no page
 */
export function createStudioFiles(folder: string, shim: Shim, settings: StudioSettings): RequestListener {
  const index = join(folder, 'index.html');
  if (!statSync(index, { throwIfNoEntry: false })?.isFile()) {
    throw new PlainError(`${folder} holds no built Studio: there is no index.html. Build it first.`);
  }
  // Said at the start rather than to the first visitor.
  studioPage(readFileSync(index, 'utf8'), shim, settings);
  const packed = createPackedFiles();

  return (incoming, outgoing) => {
    const path = requestTarget(incoming).replace(/[?#].*$/s, '');
    const place = placeOf(path);
    outgoing.setHeader('x-content-type-options', 'nosniff');
    // Nobody reads a body here: what comes after this request might be the rest of it.
    if (hasBody(incoming)) outgoing.setHeader('connection', 'close');
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
      outgoing.setHeader('allow', 'GET, HEAD');
      sendText(outgoing, 405, 'The Studio’s files can only be read.');
    } else if (place === '/' || place.toLowerCase() === '/index.html') sendPage(incoming, outgoing);
    else if (stylesheet.test(place)) sendStyles(path, place, incoming, outgoing);
    else sendFile(path, place, incoming, outgoing);
  };

  function sendFile(path: string, place: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    const cache = hashed.test(place) ? { immutable: true, maxAge: yearMs } : { maxAge: 0 };
    let file = '';
    // A part of a script is of no use, and a range that makes no sense need not be thought about.
    send(incoming, path, { root: folder, index: false, dotfiles: 'deny', acceptRanges: false, ...cache })
      .on('error', (error: { status?: number }) => sendOther(place, outgoing, error.status))
      .on('directory', () => sendOther(place, outgoing))
      .on('headers', (_: ServerResponse, found: string) => {
        file = found;
        outgoing.setHeader('vary', 'accept-encoding');
      })
      .pipe(outgoing);
    // What is sent, and with which headers, is decided by then.
    outgoing.once('pipe', (content: Readable) => {
      const encoding = wantedEncoding(incoming, outgoing);
      if (encoding === undefined) return;
      content.unpipe(outgoing);
      content.destroy();
      const name = `${file} ${outgoing.getHeader('etag')}`;
      packed
        .of(name, encoding, () => readFile(file))
        .then(
          (bytes) => endPacked(outgoing, encoding, bytes),
          () => sendOther(place, outgoing),
        );
    });
  }

  function sendStyles(path: string, place: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    readFile(join(folder, place), 'utf8').then(
      (built) => {
        const styles = withoutThirdParties(built);
        if (styles === built) return sendFile(path, place, incoming, outgoing);
        const cache = hashed.test(place) ? `public, max-age=${yearMs / 1000}, immutable` : 'no-cache';
        sendMade(styles, { 'content-type': 'text/css; charset=utf-8', 'cache-control': cache }, incoming, outgoing);
      },
      () => sendOther(place, outgoing),
    );
  }

  /** What is made of a file. */
  function sendMade(
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
    packed
      .of(hash('sha1', bytes), encoding, async () => bytes)
      .then(
        (found) => endPacked(outgoing, encoding, found),
        () => outgoing.destroy(),
      );
  }

  /** What is no file is a place in the Studio. */
  function sendOther(place: string, outgoing: ServerResponse, status?: number): void {
    if (outgoing.headersSent) {
      outgoing.destroy();
      return;
    }
    // A file that vanished before it was read had been described already.
    for (const name of ['content-length', 'content-type', 'etag', 'last-modified', 'vary']) outgoing.removeHeader(name);
    if (status === preconditionFailed) sendText(outgoing, status, 'This file is not the one you know.');
    else if (fileName.test(place)) sendText(outgoing, 404, 'There is no such file.');
    else sendPage(outgoing.req, outgoing);
  }

  /** Read for each visit: after a new build while the lake runs, the page must name the files that are there now. */
  function sendPage(incoming: IncomingMessage, outgoing: ServerResponse): void {
    readFile(index, 'utf8')
      .then((built) => studioPage(built, shim, settings))
      .then(
        ({ html, headers }) => sendMade(html, headers, incoming, outgoing),
        // A page that is being written has no head yet.
        () => sendText(outgoing, 503, 'The Studio is being built. Try again in a moment.'),
      );
  }
}

/** Where a path leads, decoded and without dots. What can't be decoded is a place like any other. */
function placeOf(path: string): string {
  try {
    return posix.normalize(decodeURIComponent(path) || '/');
  } catch {
    return path;
  }
}

function wantedEncoding({ headers }: IncomingMessage, outgoing: ServerResponse): string | undefined {
  const length = Number(outgoing.getHeader('content-length'));
  const type = { 'content-type': String(outgoing.getHeader('content-type')) };
  return length > studioLimits.packedFile.value ? undefined : encodingFor(headers['accept-encoding'], type, length);
}

function endPacked(outgoing: ServerResponse, encoding: string, bytes: Buffer): void {
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
