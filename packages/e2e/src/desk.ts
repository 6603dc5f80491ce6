import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SanityClient } from '@sanity/client';
import { freePorts } from './free-ports.ts';
import { lakeClient } from './lake-client.ts';
import { createToken, type LakeProcess, runLakeCommandWith, startLakeProcess } from './lake-process.ts';
import { lastWord } from './last-word.ts';

const root = new URL('../../../', import.meta.url);

/** The newsroom's own Studio on a lake that can be stopped, without a site. */
export type Desk = {
  studioUrl: string;
  client: SanityClient;
  /** Makes an account, and gives its sign-in link. */
  invite(name: string, email: string): Promise<string>;
  /** A new sign-in link of somebody who has an account. */
  link(email: string): Promise<string>;
  /** Ends all sessions of somebody, as if they had run out. */
  endSessions(email: string): Promise<void>;
  /** Ends the lake without a word, and gives the way to start it again. */
  kill(): Promise<() => Promise<void>>;
  /** Lets the lake answer nothing, and gives the way to let it go on. */
  hang(): () => void;
  /** Lets the lake run and answer again, whatever was done to it. */
  revive(): Promise<void>;
  close(): Promise<void>;
};

/** @param rules whether the lake runs the newsroom's rules; else it is like Sanity's, which has none */
export async function openDesk({ rules = true }: { rules?: boolean } = {}): Promise<Desk> {
  const [studio, lake, site] = await freePorts(3);
  const dataDir = await mkdtemp(join(tmpdir(), 'desk-'));
  const env = { STUDIO_PORT: String(studio), SITE_PORT: String(site) };
  const plain = rules ? [] : ['--plain'];
  const args = ['--studio', fileURLToPath(new URL('studio/dist', root)), ...plain];
  const start = (): Promise<LakeProcess> => startLakeProcess({ dataDir, port: lake, args, env });
  const run = (...words: string[]): Promise<string> => runLakeCommandWith(dataDir, env, ...words, ...plain);
  await run('import', fileURLToPath(new URL('packages/demo/dataset', root)));
  const token = await createToken(dataDir);
  let running = await start();
  async function revive(): Promise<void> {
    running.child.kill('SIGCONT');
    if (running.child.signalCode !== null) running = await start();
  }
  const studioUrl = `http://localhost:${studio}`;
  return {
    studioUrl,
    client: lakeClient(running.url, token),
    invite: async (name, email) =>
      lastWord(await run('user', 'add', '--name', name, '--email', email, '--role', 'editor')),
    link: async (email) => lastWord(await run('user', 'link', '--email', email)),
    endSessions: async (email) => void (await run('sessions', 'end', '--email', email)),
    async kill() {
      await running.kill();
      return revive;
    },
    hang() {
      const { child } = running;
      child.kill('SIGSTOP');
      return () => child.kill('SIGCONT');
    },
    revive,
    async close() {
      await revive();
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
