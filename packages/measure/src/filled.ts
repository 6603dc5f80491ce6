import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LakeDocument } from '@bodytext/groq/document';
import { inTransaction } from '@bodytext/lake/store/database';
import { openStore } from '@bodytext/lake/store/store';
import { newsroomDocuments } from './newsroom-documents.ts';

/** A filled data folder, which one measurement may change. */
export type Filled = { dataDir: string; remove(): Promise<void> };

const documentsPerTransaction = 5_000;
/** A generator, as not all documents fit in memory. */
type Documents = (size: number) => Generator<LakeDocument>;

const templates = new Map<string, Promise<string>>();

/** Copies a cached template: storing the documents takes longer than most measurements of them. */
export async function fillLake(size: number, documents: Documents = newsroomDocuments): Promise<Filled> {
  const key = `${documents.name} ${size}`;
  const filling = templates.get(key) ?? fill(size, documents);
  templates.set(key, filling);
  const dataDir = await mkdtemp(join(tmpdir(), `lake-${size}-`));
  await cp(await filling, dataDir, { recursive: true });
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** Deletes the cached templates. */
export async function removeTemplates(): Promise<void> {
  for (const filling of templates.values()) await rm(await filling, { recursive: true, force: true });
  templates.clear();
}

async function fill(size: number, documentsOf: Documents): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `filled-${size}-`));
  console.error(`Storing ${size} documents …`);
  const store = openStore(folder);
  const documents = documentsOf(size);
  let next = documents.next();
  // One transaction for all would grow the write-ahead log to a gigabyte, and write every page twice.
  while (!next.done) {
    inTransaction(store.database, () => {
      for (let count = 0; count < documentsPerTransaction && !next.done; count++) {
        store.documents.put(next.value);
        next = documents.next();
      }
    });
  }
  store.close();
  return folder;
}
