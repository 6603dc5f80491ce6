import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeAtomic } from '@bodytext/data-dir/atomic-write';
import { z } from 'zod';
import { root } from './environment.ts';
import { ImportProblem } from './problem.ts';

const run = promisify(execFile);

/** What can be sent in a header; that it is a token, only the lake can say. */
const tokenText = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,200}$/);

/** The importer's own token for the embedded lake, made by the lake's command and kept for the next import. */
export async function ownToken(dataDir: string): Promise<string> {
  const kept = tokenText.safeParse(await readFile(keptAt(dataDir), 'utf8').catch(() => ''));
  return kept.success ? kept.data : newToken(dataDir);
}

/** Makes a token in the place of one that is damaged, or that the lake no longer knows. */
export async function newToken(dataDir: string): Promise<string> {
  const token = await makeToken(dataDir);
  // A folder can't be replaced by a file.
  await rm(keptAt(dataDir), { recursive: true, force: true });
  await writeAtomic(keptAt(dataDir), token);
  return token;
}

function keptAt(dataDir: string): string {
  return join(dataDir, 'importer-token');
}

async function makeToken(dataDir: string): Promise<string> {
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
