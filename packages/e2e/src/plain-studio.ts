import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { SanityClient } from '@sanity/client';
import { freePorts } from './free-ports.ts';
import { lakeClient } from './lake-client.ts';
import { createToken, startLakeProcess } from './lake-process.ts';
import { lastWord } from './last-word.ts';
import { runScript } from './newsroom.ts';

const sources = fileURLToPath(new URL('../fixtures/plain-studio', import.meta.url));
const sanity = fileURLToPath(new URL('../../../node_modules/.bin/sanity', import.meta.url));

/** A Studio that is not the newsroom's, built by `sanity build` and served by a lake without the newsroom's plugin. */
export type PlainStudio = {
  studioUrl: string;
  lakeUrl: string;
  /** A client with an administrator's token. */
  client: SanityClient;
  /** Creates a user, and returns the sign-in link. */
  invite(name: string, email: string): Promise<string>;
  close(): Promise<void>;
};

export const plainProject = 'zp7mbokg';

export async function openPlainStudio(): Promise<PlainStudio> {
  const [studio, lake, site] = await freePorts(3);
  const folder = await mkdtemp(join(tmpdir(), 'plain-studio-'));
  const dataDir = join(folder, 'data');
  const built = join(folder, 'dist');
  await buildStudio(built);
  const env = { STUDIO_PORT: String(studio), LAKE_PORT: String(lake), SITE_PORT: String(site) };
  const args = ['--studio', built, '--plain', '--project', plainProject, '--title', 'Plain words'];
  const started = await startLakeProcess({ dataDir, port: lake, args, env });
  return {
    studioUrl: `http://localhost:${studio}`,
    lakeUrl: started.url,
    client: lakeClient(started.url, await createToken(dataDir), plainProject),
    async invite(name, email) {
      const words = ['user', 'add', '--name', name, '--email', email, '--role', 'administrator'];
      const { output } = await runScript('lake', words, { ...process.env, ...env, DATA_DIR: dataDir });
      return lastWord(output);
    },
    async close() {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs `sanity build` without prompts, telemetry and update checks. */
async function buildStudio(folder: string): Promise<void> {
  const quiet = { CI: '1', DO_NOT_TRACK: '1', NO_UPDATE_NOTIFIER: '1', NODE_ENV: 'production', NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [sanity, 'build', folder, '--yes'], {
    cwd: sources,
    env: { ...process.env, ...quiet },
  });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [said, complained, status] = await Promise.all([text(child.stdout), text(child.stderr), code]);
  if (status !== 0) throw new Error(`“sanity build” ended with ${status}:\n${said}${complained}`);
}
