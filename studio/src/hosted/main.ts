import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import send from 'send';
import { type Environment, readEnvironment } from './environment.ts';
import { studioPage } from './page.ts';
import { fail, run } from './run.ts';

const dist = join(import.meta.dirname, '../../dist');
const yearMs = 365 * 24 * 60 * 60 * 1000;

/*
 * Serves the built Studio for a project at Sanity, where the lake that would serve it otherwise does not run: files as
 * they are, and the page at every other path.
 */
const environment = environmentOrEnd();
// Read for each visit: after a new build while we run, the page must name the files that are there now.
const page = async () => studioPage(await readFile(join(dist, 'index.html'), 'utf8'), environment);
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
  const answerPage = (): void => {
    if (response.headersSent) response.destroy();
    // A missing script must not be answered with a page: the browser would run it.
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
    .on('error', answerPage)
    .on('directory', answerPage)
    .pipe(response);
});
run(server, environment);

function environmentOrEnd(): Environment {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
