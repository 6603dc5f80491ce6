import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import send from 'send';
import { PlainError } from '../errors.ts';
import type { Shim } from './shim.ts';
import { type StudioSettings, studioPage } from './studio-page.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;
/** Vite puts the hash of a file's content into its name, below the folder for assets. */
const hashed = /^\/(?:assets|static|vendor)\/.*-[\w-]{8,}\.\w+$/;
/** A script, style or picture that is missing must not be answered with the page: the browser would run it. */
const fileName = /\.(?:m?js|css|map|json|woff2?|ttf|png|jpe?g|gif|svg|webp|avif|ico|txt|wasm|webmanifest)$/i;

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

  return (incoming, outgoing) => {
    const path = (incoming.url ?? '/').replace(/[?#].*$/s, '');
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
      outgoing.setHeader('allow', 'GET, HEAD');
      sendText(outgoing, 405, 'The Studio’s files can only be read.');
    } else if (path === '/' || path === '/index.html') sendPage(outgoing);
    else sendFile(path, incoming, outgoing);
  };

  function sendFile(path: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    // A part of a script is of no use, and a range that makes no sense need not be thought about.
    delete incoming.headers.range;
    outgoing.setHeader('x-content-type-options', 'nosniff');
    const isHashed = hashed.test(path);
    send(incoming, path, {
      root: folder,
      index: false,
      dotfiles: 'deny',
      immutable: isHashed,
      maxAge: isHashed ? yearMs : 0,
    })
      .on('error', () => sendOther(path, outgoing))
      .on('directory', () => sendOther(path, outgoing))
      .pipe(outgoing);
  }

  /** What is no file is a place in the Studio. */
  function sendOther(path: string, outgoing: ServerResponse): void {
    if (outgoing.headersSent) outgoing.destroy();
    else if (fileName.test(path)) sendText(outgoing, 404, 'There is no such file.');
    else sendPage(outgoing);
  }

  /** Read for each visit: after a new build while the lake runs, the page must name the files that are there now. */
  function sendPage(outgoing: ServerResponse): void {
    readFile(index, 'utf8').then(
      (built) => {
        const { html, headers } = studioPage(built, shim, settings);
        outgoing.writeHead(200, headers).end(html);
      },
      () => sendText(outgoing, 503, 'The Studio is being built. Try again in a moment.'),
    );
  }
}

function sendText(outgoing: ServerResponse, status: number, text: string): void {
  outgoing
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
