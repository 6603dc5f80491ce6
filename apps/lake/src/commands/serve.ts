import { dirname, resolve } from 'node:path';
import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import { commentsDatasetOf } from '../add-on.ts';
import { forgetUnpacked } from '../dataset-file/dataset-source.ts';
import { forgetAbandoned } from '../dataset-file/work-folder.ts';
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
 * Starts the lake and runs until it is told to stop.
 *
 * @param damaged what is wrong with the data folder, which is looked for while this is read
 */
export async function serve(environment: Environment, { studio }: Options, damaged: Promise<Damaged>): Promise<void> {
  makeFolder(environment.dataDir);
  const lock = lockForLake(environment.dataDir);
  await tidyDataFolder(environment.dataDir);
  forgetUnpacked(environment.dataDir);
  forgetAbandoned(dirname(environment.dataDir));
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
    ...(await rules(environment)),
    isPublic,
    auditRetention,
    proxies,
    assetLimits,
    lock,
  });
  addFirstUser(running.lake);
  // A Studio looks for it once, as it opens: made later, the first comments would show only after a reload.
  running.lake.addOn(commentsDatasetOf(mainDataset));
  if (studio !== undefined) console.log(`The Studio is at ${urls.studio}.`);
  console.log(`The lake listens at ${running.url}, its data is in ${dataDir}.`);
  stopWhenTold(running);
}

/** Without the newsroom there is no site to tell of changes, and nothing to share a secret with. */
async function rules(environment: Environment): Promise<Pick<LakeOptions, 'plugin' | 'webhooks'>> {
  if (environment.isPlain) return {};
  const { webhookSecret } = await prepare(environment);
  return { plugin: newsroomPlugin, webhooks: [siteWebhook(environment.urls.site, webhookSecret)] };
}

/** The secrets, which the first start makes. */
async function prepare({ dataDir, urls, webhookSecret }: Environment): Promise<Secrets> {
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

/** So that somebody can sign in. */
function addFirstUser({ people }: Lake): void {
  if (people.list().length > 0) return;
  people.add({ name: 'Editor-in-chief', email: 'editor@localhost', role: 'administrator' });
}

function stopWhenTold(running: RunningLake): void {
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
