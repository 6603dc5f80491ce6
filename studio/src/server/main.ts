import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, readEnvironment } from './environment.ts';
import { studioPage } from './page.ts';
import { fail, run } from './run.ts';
import { createStaticFiles } from './static-files.ts';
import { createStudioServer } from './studio-server.ts';

/** Serves the built Studio. */
async function main(): Promise<void> {
  const environment = environmentOrEnd();
  const dist = join(import.meta.dirname, '../../dist');
  // Read for each visit: after a new build while we run, the page must name the files that are there now.
  const page = async () => studioPage(await readFile(join(dist, 'index.html'), 'utf8'), environment);
  await page().catch(({ code, message }) =>
    fail(code === 'ENOENT' ? 'The Studio is not built: run `npm run build -w @bodytext/studio`.' : message),
  );
  run(createStudioServer(environment, { serveFile: createStaticFiles(dist), page }), environment);
}

function environmentOrEnd(): Environment {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

await main();
