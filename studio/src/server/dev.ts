import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer as createVite } from 'vite';
import { readEnvironment } from './environment.ts';
import { studioPage } from './page.ts';
import { run } from './run.ts';
import { createStudioServer, type StudioFiles } from './studio-server.ts';

/** Serves the Studio from its sources, with hot reload. */
const root = join(import.meta.dirname, '../..');
const environment = readEnvironment(process.env);

let files: StudioFiles;
const server = createStudioServer(environment, {
  serveFile: (request, response) => files.serveFile(request, response),
  page: () => files.page(),
});
const vite = await createVite({
  root,
  appType: 'custom',
  server: { middlewareMode: true, hmr: { server } },
});
files = {
  serveFile: (request, response) =>
    new Promise((resolve) => {
      response.on('finish', () => resolve(true));
      vite.middlewares(request, response, () => resolve(false));
    }),
  page: async () => {
    const html = await readFile(join(root, 'index.html'), 'utf8');
    return studioPage(await vite.transformIndexHtml('/', html), environment);
  },
};
run(server, environment);
