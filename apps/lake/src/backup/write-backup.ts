import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup } from 'node:sqlite';
import { parseAssetName } from '../assets/asset-name.ts';
import { pack } from '../dataset-file/pack.ts';
import { openSnapshot, type Snapshot } from '../dataset-file/snapshot.ts';
import { linkOrCopy } from '../dataset-file/write-export.ts';
import type { Lake } from '../lake.ts';
import { mainDataset } from '../project.ts';
import { type Manifest, manifestName, sha256Of } from './manifest.ts';

/** Pages per step: other readers use the disk between the steps. */
const pagesPerStep = 2_000;
const kinds = ['images', 'files'] as const;

type Part = { name: string; folder: string; dataFolder: string; snapshot: Snapshot };

/** Writes databases, assets and secrets to one archive. The databases are snapshots, so writers are not blocked. */
export async function writeBackup(lake: Lake, dataDir: string, work: string, archive: string): Promise<Manifest> {
  for (const { assets } of lake.datasets()) await assets.takeBack();
  // Opens all snapshots first, so that comments and their documents are from the same time.
  const parts = lake.datasets().map(({ project, store }): Part => {
    const folder = project.dataset === mainDataset ? '.' : `datasets/${project.dataset}`;
    const snapshot = openSnapshot(store.database);
    return { name: project.dataset, folder, dataFolder: dirname(snapshot.database.location() ?? ''), snapshot };
  });
  try {
    for (const part of parts) await copyPart(part, work);
  } finally {
    for (const { snapshot } of parts) snapshot.close();
  }
  const secrets = join(dataDir, 'secrets.json');
  if (existsSync(secrets)) linkOrCopy(secrets, join(work, 'secrets.json'));
  const written = await describe(work, parts);
  writeFileSync(join(work, manifestName), JSON.stringify(written, null, 2));
  // The manifest comes first, so that a restore can verify the entries as they are read.
  await pack(work, [manifestName, ...Object.keys(written.files)], archive);
  return written;
}

async function copyPart({ folder, dataFolder, snapshot }: Part, work: string): Promise<void> {
  mkdirSync(join(work, folder), { recursive: true });
  // Within the snapshot's transaction: SQLite restarts a backup when another connection writes.
  await backup(snapshot.database, join(work, folder, 'lake.sqlite'), { rate: pagesPerStep });
  // Asset files are written before their documents, and never change.
  for (const kind of kinds) {
    const from = join(dataFolder, 'assets', kind);
    const to = join(work, folder, 'assets', kind);
    mkdirSync(to, { recursive: true });
    for (const name of existsSync(from) ? readdirSync(from) : []) {
      if (parseAssetName(kind, name)) linkOrCopy(join(from, name), join(to, name));
    }
  }
}

async function describe(work: string, parts: Part[]): Promise<Manifest> {
  const files: Manifest['files'] = {};
  for (const name of filesBelow(work)) {
    const path = join(work, name);
    files[name] = { size: statSync(path).size, sha256: await sha256Of(path) };
  }
  return {
    format: 'bodytext-lake-backup',
    version: 1,
    createdAt: new Date().toISOString(),
    datasets: parts.map(({ name, folder, snapshot }) => ({ name, folder, seq: snapshot.seq })),
    files,
  };
}

/** The paths of all files below a folder, in a fixed order. */
export function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, path) : [path];
    });
}
