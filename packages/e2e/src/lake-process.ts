import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { v8Flags } from '../../../apps/lake/src/v8-flags.mjs';
import { ended, said } from './child.ts';
import { freePort } from './free-ports.ts';

const main = fileURLToPath(new URL('../../../apps/lake/src/main.mjs', import.meta.url));

/** A lake as a process of its own, with its own data folder. */
export type LakeProcess = {
  url: string;
  child: ChildProcess;
  /** Sends `SIGKILL`, as in a power cut: the process can't shut down cleanly. */
  kill(): Promise<void>;
  /** Sends `SIGTERM`, as `npm start` does. */
  stop(): Promise<void>;
};

type Start = {
  dataDir: string;
  /** A wrapper command with its arguments, such as `prlimit`. */
  through?: string[];
  /** The port it listens on; a free one by default. */
  port?: number;
  /** Further arguments of the command, such as `--plain`. */
  args?: string[];
  /** Further environment variables, such as the site's port. */
  env?: Record<string, string>;
};

export async function startLakeProcess({
  dataDir,
  through = [],
  args: more = [],
  env = {},
  ...at
}: Start): Promise<LakeProcess> {
  const port = at.port ?? (await freePort());
  const [program = process.execPath, ...args] = [...through, process.execPath, ...v8Flags, main, 'serve', ...more];
  const child = spawn(program, args, { env: { ...environmentOf(dataDir, port), ...env } });
  await said(child, /listens at/);
  return {
    url: `http://localhost:${port}`,
    child,
    kill: () => ended(child, 'SIGKILL'),
    stop: () => ended(child, 'SIGTERM'),
  };
}

/** Starts a lake, or returns its error output if it refuses to start. */
export async function startOrRefusal(dataDir: string): Promise<LakeProcess | string> {
  const port = await freePort();
  const child = spawn(process.execPath, [...v8Flags, main, 'serve'], { env: environmentOf(dataDir, port) });
  const listening = said(child, /listens at/).then(
    () => undefined,
    () => undefined,
  );
  const complained = text(child.stderr);
  const closed = new Promise<'closed'>((resolve) => child.once('close', () => resolve('closed')));
  await Promise.race([listening, closed]);
  if (child.exitCode !== null || child.signalCode !== null) return complained;
  return {
    url: `http://localhost:${port}`,
    child,
    kill: () => ended(child, 'SIGKILL'),
    stop: () => ended(child, 'SIGTERM'),
  };
}

/** Creates an administrator's token. */
export async function createToken(dataDir: string): Promise<string> {
  const child = spawn(process.execPath, [main, 'token', 'create', '--role', 'administrator', '--label', 'Bench'], {
    env: environmentOf(dataDir, 1),
  });
  const [token] = await Promise.all([said(child, /\S+$/), new Promise((resolve) => child.once('exit', resolve))]);
  return token;
}

/** Runs one of the lake's commands on a data folder. Resolves with its output; rejects if it fails. */
export function runLakeCommand(dataDir: string, ...args: string[]): Promise<string> {
  return runLakeCommandWith(dataDir, {}, ...args);
}

/** @param env further environment variables, such as the Studio's port */
export async function runLakeCommandWith(
  dataDir: string,
  env: Record<string, string>,
  ...args: string[]
): Promise<string> {
  const child = spawn(process.execPath, [main, ...args], { env: { ...environmentOf(dataDir, 1), ...env } });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [said, complained, status] = await Promise.all([text(child.stdout), text(child.stderr), code]);
  if (status !== 0) throw new Error(`The lake's command ${args.join(' ')} ended with ${status}:\n${said}${complained}`);
  return said;
}

function environmentOf(dataDir: string, port: number): NodeJS.ProcessEnv {
  return { ...process.env, DATA_DIR: dataDir, LAKE_PORT: String(port), NODE_OPTIONS: '' };
}
