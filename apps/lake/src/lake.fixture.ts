import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SanityClient } from '@sanity/client';
import { z } from 'zod';
import { type RunningLake, type ServerOptions, startLake } from './server.ts';

/** A real lake on a free port with its own data folder, and clients for it. */
export type TestLake = RunningLake & {
  dataDir: string;
  /** A client with a token of this role. */
  client(role?: string, options?: Parameters<typeof createClient>[0]): SanityClient;
  anonymous(): SanityClient;
  /** Restarts it with the same folder. */
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

/** The error that the client rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<z.output<typeof clientFailure>> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => clientFailure.parse(error),
  );
  if (!outcome) throw new Error('This was expected to fail, and did not.');
  return outcome;
}

/** Polls until a condition holds. The timeout is long, since machines are slow at times. */
export async function until(isTrue: () => boolean | Promise<boolean>, timeoutMs = 50_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`It did not come about within ${timeoutMs / 1000} seconds.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
