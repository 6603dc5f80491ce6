import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, said } from './child.ts';
import { freePorts } from './free-ports.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A whole newsroom, started by `npm start`'s script, on free ports and with its own data folder. */
export type Newsroom = {
  siteUrl: string;
  studioUrl: string;
  lakeUrl: string;
  dataDir: string;
  /** The single-use link that `npm start` prints. */
  signInLink: string;
  /** The starter, the parent process of all others. */
  pid: number;
  /** Runs one of the project's commands against it, such as `npm run import`. */
  run(script: string, args: string[]): Promise<{ code: number | null; output: string }>;
  close(): Promise<void>;
};

/** @param env such as `{ DEMO: '0' }` */
export function openNewsroom(env: Record<string, string> = {}): Promise<Newsroom> {
  return open('start', env);
}

/** Started as by `npm run dev`: from source, with hot reload. */
export function openDevelopersNewsroom(): Promise<Newsroom> {
  return open('dev', {});
}

async function open(how: 'start' | 'dev', env: Record<string, string>): Promise<Newsroom> {
  const [site, studio, lake] = await freePorts(3);
  const dataDir = await mkdtemp(join(tmpdir(), 'bodytext-'));
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    DATA_DIR: dataDir,
    SITE_PORT: String(site),
    STUDIO_PORT: String(studio),
    LAKE_PORT: String(lake),
    ...env,
  };
  const child = spawn(process.execPath, [`packages/starter/src/${how}.mjs`], { cwd: root, env: environment });
  // The starter prints the link last, when everything is up.
  const signInLink = await said(child, /http\S+\/sign-in\/\S+/);
  return {
    siteUrl: `http://localhost:${environment.SITE_PORT}`,
    studioUrl: `http://localhost:${studio}`,
    lakeUrl: `http://localhost:${lake}`,
    dataDir,
    signInLink,
    pid: child.pid ?? 0,
    run: (script, args) => runScript(script, args, environment),
    async close() {
      await ended(child, 'SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs one of the project's npm scripts. */
export function runScript(script: string, args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], { cwd: root, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
}
