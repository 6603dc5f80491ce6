import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ExportOptions } from '../dataset-file/exported-document.ts';
import { pack } from '../dataset-file/pack.ts';
import { openSnapshot, type Snapshot } from '../dataset-file/snapshot.ts';
import { isArchive } from '../dataset-file/unpack.ts';
import { withWorkFolder } from '../dataset-file/work-folder.ts';
import { type Exported, writeDocuments, writeExport } from '../dataset-file/write-export.ts';
import type { Environment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import { mainDataset } from '../project.ts';
import { openConfiguredLake } from './open-lake.ts';
import type { Options } from './options.ts';
import { byCommandLine } from './with-lake.ts';

/** Exports a dataset in Sanity's format, to an archive, a folder or an NDJSON file. It does not block writers. */
export async function exportDataset(
  environment: Environment,
  path: string | undefined,
  options: Options,
): Promise<void> {
  if (!path) throw new PlainError('Say where to: export FILE.tar.gz, FILE.ndjson (documents only), or a new folder.');
  const file = resolve(path);
  refuseOverwriting(file);
  const lake = openConfiguredLake(environment);
  try {
    const name = options.dataset ?? mainDataset;
    const dataset = lake.dataset(name);
    if (!dataset) throw new PlainError(`There is no dataset “${name}” in ${environment.dataDir}.`);
    await dataset.assets.takeBack();
    const snapshot = openSnapshot(dataset.store.database);
    try {
      const exported = await write(snapshot, file, readOptions(options));
      const detail = `${exported.documents} documents`;
      lake.people.audit.record({ ...byCommandLine, event: 'export', subject: name, detail });
      report(exported, file);
    } finally {
      snapshot.close();
    }
  } finally {
    await lake.close();
  }
}

function refuseOverwriting(file: string): void {
  const parent = dirname(file);
  if (!existsSync(parent)) throw new PlainError(`There is no folder ${parent}.`);
  const isEmptyFolder = existsSync(file) && statSync(file).isDirectory() && readdirSync(file).length === 0;
  if (existsSync(file) && !isEmptyFolder) throw new PlainError(`There is a ${file} already; choose another name.`);
}

function readOptions({ drafts = true, types, assets = true, raw = false }: Options): ExportOptions {
  return { drafts, types: types?.split(',').map((type) => type.trim()), assets, raw };
}

async function write(snapshot: Snapshot, file: string, options: ExportOptions): Promise<Exported> {
  const dataFolder = dirname(snapshot.database.location() ?? '');
  return withWorkFolder(file, async (work) => {
    if (file.endsWith('.ndjson')) {
      const part = join(work, 'documents.ndjson');
      const documents = writeDocuments(snapshot, part, { ...options, raw: true });
      renameSync(part, file);
      return { documents, assets: 0, missing: [] };
    }
    const folder = join(work, 'export');
    mkdirSync(folder);
    const exported = writeExport(snapshot, dataFolder, folder, options);
    const entries = ['data.ndjson', 'assets.json', 'images', 'files'];
    if (isArchive(file)) await pack(folder, entries, file, 'export');
    else renameSync(folder, file);
    return exported;
  });
}

function report({ documents, assets, missing }: Exported, file: string): void {
  console.log(`Exported ${documents} documents and ${assets} assets to ${file}.`);
  if (missing.length > 0) {
    console.log(`The files of ${missing.length} assets are missing: ${missing.join(', ')}. “check” says what to do.`);
  }
}
