import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const megabytes = 256;

/** A disk that can be filled and freed while a lake runs on it. */
export type LimitedDisk = {
  /** How it is limited, for the report. */
  how: string;
  dataDir: string;
  /** A command to start the program with. */
  through: string[];
  fill(pid: number): Promise<void>;
  makeRoom(pid: number): Promise<void>;
  close(): Promise<void>;
};

/** A small tmpfs where this user may mount one, otherwise `RLIMIT_FSIZE`. */
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
      // Lazy (`-l`): a lake that failed to exit keeps the mount busy, and its own error must be the one that is reported.
      await run('umount', ['-l', dataDir]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function writeUntilFull(path: string): Promise<void> {
  const file = await open(path, 'a');
  try {
    // Ever smaller writes, until not one byte fits.
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
    // SIGXFSZ at the limit would otherwise end the process; ignored, the write fails with EFBIG.
    through: ['bash', '-c', 'trap "" XFSZ; exec "$0" "$@"'],
    fill: (pid) => limit(pid, '1'),
    makeRoom: (pid) => limit(pid, 'unlimited'),
    close: () => rm(dataDir, { recursive: true, force: true }),
  };
}
