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

/** The newsroom's own Studio on a lake that tests can kill and hang, without a site. */
export type Desk = {
  studioUrl: string;
  client: SanityClient;
  /** Creates a user, and returns the sign-in link. */
  invite(name: string, email: string): Promise<string>;
  /** A new sign-in link for an existing user. */
  link(email: string): Promise<string>;
  /** Ends all of a user's sessions, as if they had expired. */
  endSessions(email: string): Promise<void>;
  /** Kills the lake (`SIGKILL`), and returns a function that starts it again. */
  kill(): Promise<() => Promise<void>>;
  /** Suspends the lake (`SIGSTOP`), so that requests hang, and returns a function that resumes it. */
  hang(): () => void;
  /** Resumes or restarts the lake, whichever it needs. */
  revive(): Promise<void>;
  close(): Promise<void>;
};

/** @param rules whether the lake loads the newsroom's plugin; without it, it behaves like Sanity's hosted one */
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
