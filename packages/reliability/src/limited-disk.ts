import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const megabytes = 256;

/** A disk that can be full and have room again, while a program works on it. */
export type LimitedDisk = {
  /** What makes it full, for people. */
  how: string;
  dataDir: string;
  /** What to start the program through. */
  through: string[];
  fill(pid: number): Promise<void>;
  makeRoom(pid: number): Promise<void>;
  close(): Promise<void>;
};

/** A small file system of its own where this user may mount one, otherwise a limit of how large a file may become. */
export async function limitedDisk(): Promise<LimitedDisk> {
  const dataDir = await mkdtemp(join(tmpdir(), 'limited-disk-'));
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dataDir];
  const isMounted = await run('mount', options).then(
    () => true,
    () => false,
  );
  return isMounted ? smallFileSystem(dataDir) : limitedFiles(dataDir);
}

function smallFileSystem(dataDir: string): LimitedDisk {
  const filler = join(dataDir, 'filler');
  return {
    how: `a file system of ${megabytes} MB`,
    dataDir,
    through: [],
    fill: () => writeUntilFull(filler),
    makeRoom: () => rm(filler, { force: true }),
    async close() {
      // Also while a program that failed to end still looks at it: what it failed with is what must be told.
      await run('umount', ['-l', dataDir]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function writeUntilFull(path: string): Promise<void> {
  const file = await open(path, 'a');
  try {
    // Ever smaller pieces, until not even a byte fits.
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
      while (await file.write(Buffer.alloc(size)).then(({ bytesWritten }) => bytesWritten === size, isFull));
    }
  } finally {
    await file.close();
  }
}

const full = z.object({ code: z.literal('ENOSPC') });

function isFull(error: unknown): false {
  if (full.safeParse(error).success) return false;
  throw error;
}

function limitedFiles(dataDir: string): LimitedDisk {
  const limit = async (pid: number, size: string): Promise<void> => {
    await run('prlimit', ['--pid', String(pid), `--fsize=${size}:`]);
  };
  return {
    how: 'a limit of the size of files',
    dataDir,
    // Otherwise the signal that tells of the limit would end the program.
    through: ['bash', '-c', 'trap "" XFSZ; exec "$0" "$@"'],
    fill: (pid) => limit(pid, '1'),
    makeRoom: (pid) => limit(pid, 'unlimited'),
    close: () => rm(dataDir, { recursive: true, force: true }),
  };
}
