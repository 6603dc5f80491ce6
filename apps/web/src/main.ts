import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { FolderRefused, lockFolder } from '@bodytext/data-dir/folder-lock';
import { restrictToOwner, tidyFolder } from '@bodytext/data-dir/tidy-folder';
import next from 'next';
import { catchUp, startCatchUp } from './cache/catch-up.ts';
import { expiredTags } from './cache/expired-tags.ts';
import { feedbackService } from './feedback/feedback-service.ts';
import { limits } from './limits.ts';
import { search } from './search/search.ts';
import { bulkLake } from './server/content.ts';
import { type Environment, InvalidEnvironment, parseEnvironment } from './server/environment.ts';
import { listen } from './server/listen.ts';
import { createSiteServer } from './server/site-server.ts';

/**
 * The site's program: Next behind an HTTP server of our own, which has a response cache and a fair queue, and sets headers
 * that depend on the environment, which Next's configuration can't.
 *
 * Usage: node src/main.ts [--dev]
 */
const home = join(import.meta.dirname, '..');
const root = join(home, '..', '..');

// Only the owner may read the data: it holds readers' feedback, and pages that may be withdrawn.
process.umask(0o077);

try {
  const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });
  // An absolute path: code that Next bundles reads the variable again, in another working directory.
  process.env.DATA_DIR = resolve(root, process.env.DATA_DIR || '.data');
  process.chdir(home);
  await start(parseEnvironment(process.env), values.dev);
} catch (cause) {
  console.error(cause instanceof InvalidEnvironment || cause instanceof FolderRefused ? cause.message : cause);
  process.exitCode = 1;
}

async function start(env: Environment, dev: boolean): Promise<void> {
  // Held until the process ends. Of two sites on one folder, each would miss the tags that the other expires.
  lockFolder(env.dataDir, 'site');
  restrictToOwner(env.dataDir);
  const site = next({ dev, dir: home, hostname: 'localhost', port: env.port });
  const prepared = Promise.all([startCatchUp(catchUpWithLake(env)), tidy(join(env.dataDir, 'site'))]);
  // A lake that hangs must not keep the site from starting.
  const timeout = setTimeout(limits.start.value, undefined, { ref: false });
  await Promise.all([site.prepare(), Promise.race([prepared, timeout])]);
  const server = createSiteServer(env, { dev, next: site.getRequestHandler() });
  await listen(server, env.port);
  fillSearch(env);
  feedbackService().start();
  console.log(`The site is at ${env.siteUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close(() => process.exit(0));
      server.closeAllConnections();
    });
  }
}

/** Restricts all files of the site to its owner, and removes temporary files of a process that was killed. */
async function tidy(folder: string): Promise<void> {
  try {
    const notOurs = await tidyFolder(folder);
    if (notOurs > 0) console.error(`${notOurs} files and folders below ${folder} belong to another user: change that.`);
  } catch (cause) {
    console.error(`What is below ${folder} could not be closed to others.`, cause);
  }
}

/** In the background, so that the first search is fast. */
function fillSearch({ dataDir }: Environment): void {
  search(dataDir, bulkLake)
    .sync()
    .catch((cause: unknown) => {
      console.error(`The search index could not be filled yet. ${cause instanceof Error ? cause.message : cause}`);
    });
}

/** Cached pages may be stale: no webhook arrived while the site was down. */
function catchUpWithLake({ dataDir }: Environment): () => Promise<void> {
  const journal = expiredTags(dataDir);
  return async () => catchUp(bulkLake, join(dataDir, 'site', 'seen.json'), (tags) => journal.expire(tags));
}
