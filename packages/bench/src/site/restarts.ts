import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@bodytext/e2e/free-ports';
import { lakeClient } from '@bodytext/e2e/lake-client';
import { createToken, type LakeProcess, runLakeCommand, startLakeProcess } from '@bodytext/e2e/lake-process';
import { type SiteProcess, startSiteProcess } from '@bodytext/e2e/site-process';
import type { Row } from '@bodytext/measure/measure';
import type { SanityClient } from '@sanity/client';
import { articleToPublish, getPage, publishHeadline } from './publish-headline.ts';

const rounds = 10;
const tasks = fileURLToPath(new URL('../../../starter/src/tasks.mjs', import.meta.url));
const demo = fileURLToPath(new URL('../../../demo/dataset', import.meta.url));

/** The lake and the site, which can be killed and restarted separately. */
type Servers = { lake: LakeProcess; site: SiteProcess; startLake(): Promise<void>; startSite(): Promise<void> };

/** SIGKILL between the response of a publish and the next request, or before the publish. */
const kills: Record<string, (servers: Servers, publish: () => Promise<void>) => Promise<void>> = {
  'the site, killed after the answer': async (servers, publish) => {
    await publish();
    await servers.site.kill();
    await servers.startSite();
  },
  'the lake, killed after the answer': async (servers, publish) => {
    await publish();
    await servers.lake.kill();
    await servers.startLake();
  },
  'both, killed after the answer': async (servers, publish) => {
    await publish();
    await Promise.all([servers.site.kill(), servers.lake.kill()]);
    await servers.startLake();
    await servers.startSite();
  },
  'the site, killed before the publish': async (servers, publish) => {
    await servers.site.kill();
    await publish();
    await servers.startSite();
  },
};

/** Whether the next request shows the published text after a server was killed and restarted. */
export async function restarts(): Promise<Row[]> {
  build();
  const dataDir = await mkdtemp(join(tmpdir(), 'restarts-'));
  try {
    await runLakeCommand(dataDir, 'import', demo);
    const servers = await startServers(dataDir);
    try {
      const client = lakeClient(servers.lake.url, await createToken(dataDir));
      const rows: Row[] = [];
      for (const name of Object.keys(kills)) rows.push(await rowOf(name, servers, client));
      return rows;
    } finally {
      await Promise.all([servers.site.kill(), servers.lake.kill()]);
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Builds what has changed, as `npm start` does. */
function build(): void {
  const built = spawnSync(process.execPath, [tasks, 'build'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The build failed:\n${built.stdout}${built.stderr}`);
}

async function rowOf(name: string, servers: Servers, client: SanityClient): Promise<Row> {
  const { id, path } = await articleToPublish(client);
  let right = 0;
  for (let round = 0; round < rounds; round += 1) {
    const page = servers.site.url + path;
    await getPage(page);
    const headline = `${name}, ${round}`;
    await kills[name]?.(servers, () => publishHeadline(client, id, headline));
    if ((await getPage(page)).includes(headline)) right += 1;
  }
  return {
    name: `right at the next request: ${name}`,
    value: `${right} of ${rounds}`,
    bar: { text: 'all', met: right === rounds },
  };
}

async function startServers(dataDir: string): Promise<Servers> {
  const [lakePort, sitePort] = [await freePort(), await freePort()];
  const startLake = () => startLakeProcess({ dataDir, port: lakePort, env: { SITE_PORT: String(sitePort) } });
  const lake = await startLake();
  const startSite = () => startSiteProcess({ dataDir, port: sitePort, lakeUrl: lake.url });
  const servers: Servers = {
    lake,
    site: await startSite(),
    async startLake() {
      servers.lake = await startLake();
    },
    async startSite() {
      servers.site = await startSite();
    },
  };
  return servers;
}
