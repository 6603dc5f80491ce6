import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeAtomic } from '@bodytext/data-dir/atomic-write';
import { z } from 'zod';
import { root } from './config.ts';
import { ImportProblem } from './problem.ts';

const run = promisify(execFile);

/** A valid header value; only the lake can validate the token itself. */
const tokenText = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,200}$/);

/** The importer's token for the embedded lake, created by the lake's CLI and cached in a file. */
export async function cachedToken(dataDir: string): Promise<string> {
  const cached = tokenText.safeParse(await readFile(cacheFile(dataDir), 'utf8').catch(() => ''));
  return cached.success ? cached.data : createToken(dataDir);
}

/** Creates a token, and replaces the cached one. */
export async function createToken(dataDir: string): Promise<string> {
  const token = await runTokenCommand(dataDir);
  // `rename` can't replace a folder by a file.
  await rm(cacheFile(dataDir), { recursive: true, force: true });
  await writeAtomic(cacheFile(dataDir), token);
  return token;
}

function cacheFile(dataDir: string): string {
  return join(dataDir, 'importer-token');
}

async function runTokenCommand(dataDir: string): Promise<string> {
  const lake = join(root, 'apps/lake/src/main.mjs');
  const { stdout } = await run(
    process.execPath,
    ['--no-warnings', lake, 'token', 'create', '--role', 'editor', '--label', 'importer'],
    { cwd: root, env: { ...process.env, DATA_DIR: dataDir } },
  ).catch((error: unknown) => {
    throw new ImportProblem('lakeRefused', `The lake gave the importer no token: ${lastLine(error)}`);
  });
  return tokenText.parse(stdout.trim().split(/\s+/).at(-1));
}

function lastLine(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return output.trim().split('\n').at(-1) ?? '';
}
