import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import send from 'send';
import { type Config, readConfig } from './config.ts';
import { studioPage } from './page.ts';
import { fail, run } from './run.ts';

const dist = join(import.meta.dirname, '../../dist');
const yearMs = 365 * 24 * 60 * 60 * 1000;

/*
 * Serves the built Studio for a project at Sanity; otherwise the embedded lake serves it. Static files, and the page at
 * every other path.
 */
const config = configOrExit();
// Read for each request: after a new build, the page must name the new chunks.
const page = async () => studioPage(await readFile(join(dist, 'index.html'), 'utf8'), config);
await page().catch(({ code, message }) =>
  fail(code === 'ENOENT' ? 'The Studio is not built: run `npm run build -w @bodytext/studio`.' : message),
);

const server = createServer((request, response) => {
  const path = (request.url ?? '/').replace(/[?#].*$/s, '');
  if (path === '/healthz') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    return;
  }
  const isAsset = path.startsWith('/assets/');
  const handleMissing = (): void => {
    if (response.headersSent) response.destroy();
    // A missing chunk must be a 404: the browser would parse the page as a script.
    else if (isAsset) response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.');
    else sendPage();
  };
  const sendPage = (): void => {
    page().then(
      ({ html, headers }) => response.writeHead(200, headers).end(html),
      () => response.writeHead(503, { 'content-type': 'text/plain' }).end('The Studio is being built.'),
    );
  };
  if (path === '/' || path === '/index.html') {
    sendPage();
    return;
  }
  delete request.headers.range;
  response.setHeader('x-content-type-options', 'nosniff');
  send(request, path, { root: dist, index: false, dotfiles: 'deny', immutable: isAsset, maxAge: isAsset ? yearMs : 0 })
    .on('error', handleMissing)
    .on('directory', handleMissing)
    .pipe(response);
});
run(server, config);

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
