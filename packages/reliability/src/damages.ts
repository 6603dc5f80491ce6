import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A way to damage a data folder while no lake runs on it. */
export type Damage = { name: string; do(dataDir: string): Promise<void> };

/** What a power cut, a failing disk, a wrong copy or an operator's mistake does to one file. */
const fileDamages: Record<string, (path: string) => Promise<void>> = {
  removed: (path) => rm(path, { recursive: true, force: true }),
  emptied: (path) => writeFile(path, ''),
  'cut in half': async (path) => truncate(path, Math.floor((await stat(path)).size / 2)),
  zeroed: async (path) => writeFile(path, Buffer.alloc((await stat(path)).size)),
  'overwritten from somewhere on': async (path) => {
    const bytes = await readFile(path);
    const from = Math.floor(Math.random() * bytes.length);
    await writeFile(path, Buffer.concat([bytes.subarray(0, from), randomBytes(bytes.length - from)]));
  },
  'turned into a folder': async (path) => {
    await rm(path);
    await mkdir(path);
  },
  'open to all': (path) => chmod(path, 0o666),
};

const files = [
  'lake.sqlite',
  'lake.sqlite-wal',
  'lake.sqlite-shm',
  'datasets/production-comments/lake.sqlite',
  'secrets.json',
  'lake.mark',
  'lake.lock',
];

/** Damages to several files at once. */
const folderDamages: Damage[] = [
  { name: 'the database is gone with its log', do: (dataDir) => each(dataDir, /^lake\.sqlite/, fileDamages.removed) },
  {
    name: 'the database and the mark are gone',
    do: async (dataDir) => {
      await each(dataDir, /^lake\.(?:sqlite|mark)/, fileDamages.removed);
    },
  },
  {
    name: 'an old copy of the database is put back',
    do: async (dataDir) => {
      await each(dataDir, /^lake\.sqlite/, fileDamages.removed);
      await cp(join(dataDir, 'older'), join(dataDir, 'lake.sqlite'));
    },
  },
  { name: 'everything is open to all', do: openToAll },
];

const renditions: Damage[] = Object.entries(fileDamages).map(([what, damage]) => ({
  name: `each rendition is ${what}`,
  do: (dataDir) => each(join(dataDir, 'assets', 'renditions'), /./, damage),
}));

export const damages: Damage[] = [
  ...folderDamages,
  ...renditions,
  ...files.flatMap((name) =>
    Object.entries(fileDamages).map(([what, damage]) => ({
      name: `${name} is ${what}`,
      do: (dataDir: string) => damage(join(dataDir, name)),
    })),
  ),
];

async function each(folder: string, names: RegExp, damage: ((path: string) => Promise<void>) | undefined) {
  for (const name of await readdir(folder)) if (names.test(name)) await damage?.(join(folder, name));
}

async function openToAll(dataDir: string): Promise<void> {
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o777 : 0o666);
  }
  await chmod(dataDir, 0o777);
}
