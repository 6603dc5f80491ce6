import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { FolderRefused, lockFolder } from '@bodytext/data-dir/folder-lock';
import { restrictToOwner, tidyFolder } from '@bodytext/data-dir/tidy-folder';
import next from 'next';
import { expiredTags } from './cache/expired-tags.ts';
import { feedbackDesk } from './feedback/feedback-desk.ts';
import { limits } from './limits.ts';
import { search } from './search/find.ts';
import { catchUp, keepCaughtUp } from './server/catch-up.ts';
import { patientLake } from './server/content.ts';
import { type Environment, InvalidEnvironment, parseEnvironment } from './server/environment.ts';
import { listen } from './server/listen.ts';
import { createSiteServer } from './server/site-server.ts';

/**
 * The site's program: Next behind a plain HTTP server, which sets the headers that Next's configuration can't
 * (they depend on where the site runs) and keeps requests in order with changes.
 *
 * Usage: node src/main.ts [--dev]
 */
const home = join(import.meta.dirname, '..');
const root = join(home, '..', '..');
const patience = limits.start.value;

// What readers sent, and pages that may be withdrawn: what it writes is for its owner only.
process.umask(0o077);

try {
  const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });
  // What Next bundles reads the environment again, from the folder in which Next wants to run.
  process.env.DATA_DIR = resolve(root, process.env.DATA_DIR || '.data');
  process.chdir(home);
  await start(parseEnvironment(process.env), values.dev);
} catch (cause) {
  console.error(cause instanceof InvalidEnvironment || cause instanceof FolderRefused ? cause.message : cause);
  process.exitCode = 1;
}

async function start(env: Environment, dev: boolean): Promise<void> {
  // Held until the process ends. Two sites would each know half of what expired, and one show old pages for ever.
  lockFolder(env.dataDir, 'site');
  restrictToOwner(env.dataDir);
  const site = next({ dev, dir: home, hostname: 'localhost', port: env.port });
  // A lake that hangs must not keep the site from starting.
  const begun = Promise.all([keepCaughtUp(catchUpWithLake(env)), tidy(join(env.dataDir, 'site'))]);
  await Promise.all([site.prepare(), Promise.race([begun, setTimeout(patience, undefined, { ref: false })])]);
  const handle = site.getRequestHandler();
  const server = createSiteServer(env, { dev, handle });
  await listen(server, env.port);
  fillSearch(env);
  feedbackDesk().begin();
  console.log(`The site is at ${env.siteUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close(() => process.exit(0));
      server.closeAllConnections();
    });
  }
}

/** Closes what the site keeps to others, whoever put it there, and removes what a killed site was still writing. */
async function tidy(folder: string): Promise<void> {
  try {
    const notOurs = await tidyFolder(folder);
    if (notOurs > 0) console.error(`${notOurs} files and folders below ${folder} belong to another user: change that.`);
  } catch (cause) {
    console.error(`What is below ${folder} could not be closed to others.`, cause);
  }
}

/** So that the first who searches need not wait for it. */
function fillSearch({ dataDir }: Environment): void {
  search(dataDir, patientLake)
    .sync()
    .catch((cause: unknown) => {
      console.error(`The search index could not be filled yet. ${cause instanceof Error ? cause.message : cause}`);
    });
}

/** Kept pages may be older than the lake: nobody told this site what was published while it was down. */
function catchUpWithLake({ dataDir }: Environment): () => Promise<void> {
  const changes = expiredTags(dataDir);
  return async () => catchUp(patientLake, join(dataDir, 'site', 'seen.json'), (tags) => changes.expire(tags));
}
