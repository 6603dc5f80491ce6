import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { integer, text } from '@bodytext/groq/store/row';
import { PlainError } from '../errors.ts';
import { type Manifest, manifest, manifestName, sha256Of } from './manifest.ts';
import { filesBelow } from './write-backup.ts';

/** Makes sure that an unpacked backup is whole, before anything makes way for it. */
export async function verifyBackup(folder: string): Promise<Manifest> {
  const told = readManifest(folder);
  const found = filesBelow(folder).filter((name) => name !== manifestName);
  const unknown = found.find((name) => !(name in told.files));
  if (unknown !== undefined) throw damaged(`it holds ${unknown}, which its list does not`);
  for (const [name, { size, sha256 }] of Object.entries(told.files)) {
    const path = join(folder, name);
    if (!existsSync(path)) throw damaged(`${name} is missing`);
    if (statSync(path).size !== size || (await sha256Of(path)) !== sha256) throw damaged(`${name} was changed`);
  }
  for (const dataset of told.datasets) verifyDatabase(join(folder, dataset.folder, 'lake.sqlite'), dataset.seq);
  return told;
}

function readManifest(folder: string): Manifest {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(folder, manifestName), 'utf8')));
  } catch {
    throw new PlainError('This is no backup of a lake: it has no list of what is in it. Nothing was restored.');
  }
}

function verifyDatabase(path: string, seq: number): void {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const answer = text(database.prepare('PRAGMA integrity_check').get(), 'integrity_check');
    if (answer !== 'ok') throw damaged(`${path}: ${answer}`);
    const last = integer(database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM transactions').get(), 'seq');
    if (last !== seq) throw damaged(`its last transaction is ${last}, and should be ${seq}`);
  } finally {
    database.close();
  }
}

function damaged(what: string): PlainError {
  return new PlainError(`The backup is damaged: ${what}. Nothing was restored; use another backup.`);
}
