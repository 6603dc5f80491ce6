import { commentsDatasetOf } from '../add-on.ts';
import { forgetUnpacked } from '../dataset-file/dataset-source.ts';
import type { Environment } from '../environment.ts';
import { type Lake, openLake } from '../lake.ts';
import { newsroom } from '../newsroom.ts';
import { mainDataset } from '../project.ts';
import { readOrMakeSecrets, type Secrets } from '../secrets-file.ts';
import { type RunningLake, startLake } from '../server.ts';
import { siteWebhook } from '../site-webhook.ts';
import { makeFolder } from '../store/folder.ts';

/** Starts the lake and runs until it is told to stop. */
export async function serve(environment: Environment): Promise<void> {
  const { webhookSecret, proxySecret } = await prepare(environment);
  const { dataDir, port, urls, isPublic, auditRetention, assetLimits } = environment;
  const running = await startLake({
    port,
    dataDir,
    studioUrl: urls.studio,
    siteUrl: urls.site,
    lakeUrl: urls.lake,
    plugin: newsroom,
    webhooks: [siteWebhook(urls.site, webhookSecret)],
    isPublic,
    auditRetention,
    proxySecret,
    assetLimits,
  });
  // A Studio looks for it once, as it opens: made later, the first comments would show only after a reload.
  running.lake.addOn(commentsDatasetOf(mainDataset));
  console.log(`The lake listens at ${running.url}, its data is in ${dataDir}.`);
  stopWhenTold(running);
}

/** What the first start makes: secrets, and an administrator, so that somebody can sign in. */
async function prepare({ dataDir, urls, webhookSecret }: Environment): Promise<Secrets> {
  makeFolder(dataDir);
  forgetUnpacked(dataDir);
  const lake = openLake({ dataDir, urls });
  try {
    const secrets = readOrMakeSecrets(dataDir, {
      siteToken: () => lake.people.createToken('viewer', 'Site'),
      feedbackToken: () => lake.people.createToken('feedback', 'Site, what readers say'),
    });
    addFirstUser(lake);
    return { ...secrets, webhookSecret: webhookSecret ?? secrets.webhookSecret };
  } finally {
    await lake.close();
  }
}

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
