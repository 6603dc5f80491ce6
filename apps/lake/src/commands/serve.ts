import { dirname, resolve } from 'node:path';
import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import { commentsDatasetOf } from '../add-on.ts';
import { removeStaleUnpacked } from '../dataset-file/dataset-source.ts';
import { removeAbandoned } from '../dataset-file/work-folder.ts';
import type { Environment } from '../environment.ts';
import { type Lake, type LakeOptions, openLake } from '../lake.ts';
import { mainDataset } from '../project.ts';
import { readMadeSecrets, readOrMakeSecrets, type Secrets } from '../secrets-file.ts';
import { type RunningLake, startLake } from '../server.ts';
import { siteWebhook } from '../site-webhook.ts';
import { type Damaged, refuseDamaged } from '../store/damage.ts';
import { lockForLake, makeFolder, tidyDataFolder } from '../store/folder.ts';
import type { Options } from './options.ts';

/**
 * Runs the lake until SIGTERM or SIGINT.
 *
 * @param damaged the result of the integrity check, which runs while the program is loaded
 */
export async function serve(environment: Environment, { studio }: Options, damaged: Promise<Damaged>): Promise<void> {
  makeFolder(environment.dataDir);
  const lock = lockForLake(environment.dataDir);
  await tidyDataFolder(environment.dataDir);
  removeStaleUnpacked(environment.dataDir);
  removeAbandoned(dirname(environment.dataDir));
  refuseDamaged(await damaged);
  const { dataDir, port, studioPort, urls, project, isPublic, auditRetention, proxies, assetLimits } = environment;
  const running = await startLake({
    port,
    dataDir,
    studioUrl: urls.studio,
    siteUrl: urls.site,
    lakeUrl: urls.lake,
    project,
    studio: studio === undefined ? undefined : { folder: resolve(studio), port: studioPort },
    ...(await pluginOptions(environment)),
    isPublic,
    auditRetention,
    proxies,
    assetLimits,
    lock,
  });
  addFirstUser(running.lake);
  // The Studio looks for this dataset once, when it opens: created later, comments would need a reload.
  running.lake.addOn(commentsDatasetOf(mainDataset));
  if (studio !== undefined) console.log(`The Studio is at ${urls.studio}.`);
  console.log(`The lake listens at ${running.url}, its data is in ${dataDir}.`);
  closeOnSignal(running);
}

/** The newsroom's plugin and the site's webhook; none with `--plain`. */
async function pluginOptions(environment: Environment): Promise<Pick<LakeOptions, 'plugin' | 'webhooks'>> {
  if (environment.isPlain) return {};
  const { webhookSecret } = await loadSecrets(environment);
  return { plugin: newsroomPlugin, webhooks: [siteWebhook(environment.urls.site, webhookSecret)] };
}

/** Loads the secrets; the first start creates them. */
async function loadSecrets({ dataDir, urls, webhookSecret }: Environment): Promise<Secrets> {
  const made = readMadeSecrets(dataDir);
  if (made !== undefined) return { ...made, webhookSecret: webhookSecret ?? made.webhookSecret };
  const lake = openLake({ dataDir, urls });
  try {
    const secrets = readOrMakeSecrets(dataDir, {
      siteToken: () => lake.people.createToken('viewer', 'Site'),
      feedbackToken: () => lake.people.createToken('feedback', 'Site, what readers say'),
    });
    return { ...secrets, webhookSecret: webhookSecret ?? secrets.webhookSecret };
  } finally {
    await lake.close();
  }
}

/** Adds an administrator to a lake without users. */
function addFirstUser({ people }: Lake): void {
  if (people.list().length > 0) return;
  people.add({ name: 'Editor-in-chief', email: 'editor@localhost', role: 'administrator' });
}

function closeOnSignal(running: RunningLake): void {
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await running.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
