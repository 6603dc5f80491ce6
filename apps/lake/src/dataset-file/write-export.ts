import { closeSync, copyFileSync, existsSync, linkSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { integer } from '@bodytext/groq/store/row';
import { type AssetKind, assetOf } from '../assets/asset-name.ts';
import {
  type ExportedDocument,
  type ExportOptions,
  exportedDocument,
  isAsset,
  isExported,
  withAssetPaths,
} from './exported-document.ts';
import { showProgress } from './progress.ts';
import type { Snapshot } from './snapshot.ts';

/** The numbers of written documents and assets, and the ids of assets whose file is missing. */
export type Exported = { documents: number; assets: number; missing: string[] };

/** Fields that `assets.json` omits: an import derives them from the files. @see @sanity/export */
const omittedFields = new Set(['_id', '_type', 'assetId', 'extension', 'mimeType', 'path', 'uploadId', 'url']);

/** Writes only the documents, as they are stored, as NDJSON. */
export function writeDocuments(snapshot: Snapshot, file: string, options: ExportOptions): number {
  return writeLines(snapshot, file, options, (document) => document);
}

/** Writes a dataset into a folder in Sanity's export format: documents, fields of assets, and their files. */
export function writeExport(snapshot: Snapshot, dataFolder: string, folder: string, options: ExportOptions): Exported {
  for (const kind of ['images', 'files']) mkdirSync(join(folder, kind), { recursive: true });
  const known = new Set(assetsOf(snapshot).map(({ _id }) => _id));
  const documents = writeLines(snapshot, join(folder, 'data.ndjson'), options, (document) => {
    if (options.raw) return document;
    return withAssetPaths(document, (id) => {
      if (!options.assets) return 'remove';
      return (known.has(id) ? assetOf({ _id: id }) : undefined) ?? 'keep';
    });
  });
  const assets = options.assets && !options.raw ? assetsOf(snapshot) : [];
  const referred = assetsReferredTo(snapshot, options);
  const selected = options.types ? assets.filter(({ _id }) => referred.has(_id)) : assets;
  const missing = selected.filter((document) => !placeAsset(document, dataFolder, folder)).map(({ _id }) => _id);
  writeFileSync(join(folder, 'assets.json'), JSON.stringify(Object.fromEntries(selected.map(describe))));
  return { documents, assets: selected.length - missing.length, missing };
}

function writeLines(
  snapshot: Snapshot,
  file: string,
  options: ExportOptions,
  change: (document: ExportedDocument) => ExportedDocument,
): number {
  const total = integer(snapshot.database.prepare('SELECT count(*) AS n FROM documents').get(), 'n');
  const progress = showProgress('Exporting documents', total);
  const referred = assetsReferredTo(snapshot, options);
  const out = openSync(file, 'w', 0o600);
  let count = 0;
  try {
    for (const body of snapshot.documents()) {
      progress.tick();
      const document = exportedDocument.parse(JSON.parse(body));
      if (!isExported(document, options, referred)) continue;
      writeSync(out, `${JSON.stringify(change(document))}\n`);
      count += 1;
    }
  } finally {
    closeSync(out);
    progress.done();
  }
  return count;
}

function assetsOf({ database }: Snapshot): ExportedDocument[] {
  return database
    .prepare("SELECT body FROM documents WHERE type IN ('sanity.imageAsset', 'sanity.fileAsset') ORDER BY id")
    .all()
    .map(({ body }) => exportedDocument.parse(JSON.parse(String(body))))
    .filter(({ _type }) => isAsset(_type));
}

/** The ids of the assets that documents of the selected types refer to. */
function assetsReferredTo({ database }: Snapshot, options: ExportOptions): Set<string> {
  if (options.types === undefined) return new Set();
  const referring = database.prepare(`
    SELECT d.id AS _id, d.type AS _type, asset.id AS asset FROM document_references AS r
    JOIN documents AS d ON d.id = r.from_id JOIN documents AS asset ON asset.id = r.to_id
    WHERE asset.type IN ('sanity.imageAsset', 'sanity.fileAsset')
      AND d.type IN (SELECT value FROM json_each(?))`);
  const rows = referring.all(JSON.stringify(options.types)).map((row) => exportedDocument.parse(row));
  const exported = rows.filter((row) => isExported(row, { ...options, raw: false }, new Set()));
  return new Set(exported.map(({ asset }) => String(asset)));
}

/** Makes a hard link if possible, so that exporting gigabytes of images takes neither time nor disk space. */
function placeAsset(document: ExportedDocument, dataFolder: string, folder: string): boolean {
  const asset = assetOf(document);
  if (!asset) return false;
  const from = assetPath(dataFolder, asset);
  if (!existsSync(from)) return false;
  linkOrCopy(from, join(folder, asset.kind, asset.name));
  return true;
}

function assetPath(dataFolder: string, { kind, name }: { kind: AssetKind; name: string }): string {
  return join(dataFolder, 'assets', kind, name);
}

export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function describe(document: ExportedDocument): [string, Record<string, unknown>] {
  const kind = document._type === 'sanity.imageAsset' ? 'image' : 'file';
  const fields = Object.entries(document).filter(([name]) => !omittedFields.has(name));
  return [`${kind}-${String(document.sha1hash)}`, Object.fromEntries(fields)];
}
