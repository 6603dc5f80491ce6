import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LakeDocument } from '@bodytext/groq/document';
import { inTransaction } from '@bodytext/lake/store/database';
import { openStore } from '@bodytext/lake/store/store';
import { newsroomDocuments } from './newsroom-documents.ts';

/** A data folder with a lake's database of so many documents, for one measurement to do with as it likes. */
export type Filled = { dataDir: string; remove(): Promise<void> };

const documentsATransaction = 5_000;
/** Makes so many documents, one by one: not all of them have room in memory. */
type Documents = (size: number) => Generator<LakeDocument>;

const made = new Map<string, Promise<string>>();

/** Storing the documents takes longer than most of what is measured with them: it is done once, and copied. */
export async function fillLake(size: number, documents: Documents = newsroomDocuments): Promise<Filled> {
  const key = `${documents.name} ${size}`;
  const filling = made.get(key) ?? fill(size, documents);
  made.set(key, filling);
  const dataDir = await mkdtemp(join(tmpdir(), `lake-${size}-`));
  await cp(await filling, dataDir, { recursive: true });
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** Removes what was kept for further copies. */
export async function removeFilled(): Promise<void> {
  for (const filling of made.values()) await rm(await filling, { recursive: true, force: true });
  made.clear();
}

async function fill(size: number, documentsOf: Documents): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `filled-${size}-`));
  console.error(`Storing ${size} documents …`);
  const store = openStore(folder);
  const documents = documentsOf(size);
  let next = documents.next();
  // All of them in one transaction would be written twice, and looked for in a log of a gigabyte.
  while (!next.done) {
    inTransaction(store.database, () => {
      for (let count = 0; count < documentsATransaction && !next.done; count++) {
        store.documents.put(next.value);
        next = documents.next();
      }
    });
  }
  store.close();
  return folder;
}
