import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './environment.ts';
import { ImportProblem } from './problem.ts';

const run = promisify(execFile);

/** The importer's own token for the embedded lake, made by the lake's command and kept for the next import. */
export async function ownToken(dataDir: string): Promise<string> {
  const kept = await readFile(keptAt(dataDir), 'utf8').catch(() => '');
  return kept.trim() || makeToken(dataDir);
}

/** Forgets a token that the lake no longer knows, and makes another. */
export async function newToken(dataDir: string): Promise<string> {
  await rm(keptAt(dataDir), { force: true });
  return makeToken(dataDir);
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
  const token = stdout.trim().split(/\s+/).at(-1) ?? '';
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(keptAt(dataDir), token, { mode: 0o600 });
  return token;
}

function lastLine(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return output.trim().split('\n').at(-1) ?? '';
}
