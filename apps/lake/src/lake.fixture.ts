import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SanityClient } from '@sanity/client';
import { z } from 'zod';
import { type RunningLake, type ServerOptions, startLake } from './server.ts';

/** A real lake on a free port with its own folder, and real clients of it. */
export type TestLake = RunningLake & {
  dataDir: string;
  /** A client with a token of this role. */
  client(role?: string, options?: Parameters<typeof createClient>[0]): SanityClient;
  anonymous(): SanityClient;
  /** Stops it and starts it again over the same folder. */
  restart(): Promise<TestLake>;
  stop(): Promise<void>;
};

type Options = Partial<ServerOptions>;

export const studioUrl = 'http://localhost:4138';

export async function startTestLake(options: Options = {}): Promise<TestLake> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'lake-'));
  const running = await startLake({ port: 0, studioUrl, siteUrl: 'http://localhost:4139', ...options, dataDir });
  const connect = (token: string | undefined): SanityClient =>
    createClient({
      projectId: 'bodytext',
      dataset: 'production',
      apiHost: running.url,
      apiVersion: '2025-02-19',
      perspective: 'raw',
      useProjectHostname: false,
      useCdn: false,
      token,
      maxRetries: 0,
    });
  return {
    ...running,
    dataDir,
    client: (role = 'administrator', more = {}) =>
      connect(running.lake.people.createToken(role, 'Test')).withConfig(more),
    anonymous: () => connect(undefined),
    async restart() {
      await running.close();
      return startTestLake({ ...options, dataDir });
    },
    async stop() {
      await running.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const clientFailure = z.object({
  statusCode: z.number().default(0),
  message: z.string().default(''),
  details: z.unknown().optional(),
});

/** What went wrong, as the client reports it. */
export async function failureOf(work: Promise<unknown>): Promise<z.output<typeof clientFailure>> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => clientFailure.parse(error),
  );
  if (!outcome) throw new Error('This was expected to fail, and did not.');
  return outcome;
}

/** Waits until something is so: long, since machines are slow at times, and no test waits longer than it must. */
export async function until(isSo: () => boolean | Promise<boolean>, patienceMs = 50_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It did not come about within ${patienceMs / 1000} seconds.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
