import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { SanityClient } from '@sanity/client';
import { ended } from '../child.ts';
import { freePorts } from '../free-ports.ts';
import { lakeClient } from '../lake-client.ts';
import { createToken, runLakeCommand, startLakeProcess } from '../lake-process.ts';
import { startSiteProcess } from '../site-process.ts';
import type { Behaviour } from './behaviour.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const demo = fileURLToPath(new URL('../../../demo/dataset', import.meta.url));

/**
 * A lake with the demo, a built site, and a fault-injecting proxy between them, each a process of its own. The lake's
 * webhooks don't go through the proxy: only its responses fail.
 */
export type Scene = {
  siteUrl: string;
  dataDir: string;
  /** A client that bypasses the proxy. */
  client: SanityClient;
  /** Sets the proxy's mode; resolves when it is in effect. */
  letLake(behave: Behaviour): Promise<void>;
  /** Kills the site (`SIGKILL`), runs `between`, and starts the site again. */
  restartSite(between?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

/** @param siteEnv the site's further environment variables, such as `{ SITE_URL: 'https://health.example' }` */
export async function openScene(siteEnv: Record<string, string> = {}): Promise<Scene> {
  const dataDir = await mkdtemp(join(tmpdir(), 'outage-'));
  const [lakePort = 0, proxyPort = 0, sitePort = 0] = await freePorts(3);
  await runLakeCommand(dataDir, 'import', demo, '--if-empty');
  const lake = await startLakeProcess({ dataDir, port: lakePort, env: { SITE_PORT: String(sitePort) } });
  const token = await createToken(dataDir);
  const proxy = await startProxy(proxyPort, lake.url);
  const lakeUrl = `http://127.0.0.1:${proxyPort}`;
  const startSite = () => startSiteProcess({ dataDir, port: sitePort, lakeUrl, env: siteEnv });
  let site = await startSite().catch(async (cause: unknown) => {
    // The caller gets no scene to close, so the other processes are stopped here.
    await Promise.all([ended(proxy, 'SIGKILL'), lake.stop()]);
    throw cause;
  });
  return {
    siteUrl: site.url,
    dataDir,
    client: lakeClient(lake.url, token).withConfig({ perspective: 'raw' }),
    async letLake(behave) {
      const done = once(proxy, 'message');
      proxy.send(behave);
      await done;
    },
    async restartSite(between = async () => undefined) {
      await site.kill();
      await between();
      site = await startSite();
    },
    async close() {
      await Promise.all([site.stop(), ended(proxy, 'SIGKILL'), lake.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Rebuilds the site, as a deployment does. */
export async function rebuildSite(): Promise<void> {
  const child = spawn('npm', ['run', '--silent', 'build', '--workspace', '@bodytext/web'], { cwd: root });
  const [[code], output, errors] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`The build ended with ${code}:\n${output}${errors}`);
}

async function startProxy(port: number, lake: string): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('lake-proxy.ts', import.meta.url));
  const child = fork(program, ['--port', String(port), '--lake', lake], { execArgv: [] });
  await once(child, 'message');
  return child;
}
