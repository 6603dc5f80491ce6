import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Serves the files of one folder. Files under `assets` have a hash in their name: they are kept for ever.
 * Tells whether there was such a file.
 */
export function createStaticFiles(folder: string) {
  return async function serveFile(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const file = fileOf(folder, request.url ?? '/');
    if (file === undefined) return false;
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return false;
    const isHashed = file.startsWith(join(folder, 'assets') + sep);
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': found.size,
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
    return true;
  };
}

/** `undefined` for what is no path of a file in the folder, such as `/../secrets.json` in any spelling. */
function fileOf(folder: string, url: string): string | undefined {
  const path = decoded(url.replace(/[?#].*$/s, ''));
  if (path === undefined || path.includes('\0') || path === '/' || path === '/index.html') return undefined;
  const file = normalize(join(folder, path));
  return file.startsWith(folder + sep) ? file : undefined;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
