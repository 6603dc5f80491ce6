import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createDocumentStore, type DocumentStore } from '@bodytext/groq/store/documents';
import { storeLimits } from './limits.ts';

const cacheKiB = storeLimits.readerPageCache.value;
const busyTimeoutMs = storeLimits.readerBusy.value;
const cachedCharacters = storeLimits.outlines.value;
const cachedInWhole = storeLimits.wholeDocuments.value;

/** Opens a lake's documents for reading only, beside the store that writes them. */
export function openReader(folder: string) {
  const database = new DatabaseSync(join(folder, 'lake.sqlite'), { readOnly: true, timeout: busyTimeoutMs });
  database.exec(`PRAGMA cache_size = -${cacheKiB}; PRAGMA temp_store = MEMORY;`);
  const documents = createDocumentStore(database, { cachedCharacters, asOutlines: true });
  let inWhole: DocumentStore | undefined;

  return {
    documents,
    /** The same documents, whose parts are the same objects whenever they are looked at. */
    get wholeDocuments(): DocumentStore {
      inWhole ??= createDocumentStore(database, { cachedCharacters: cachedInWhole });
      return inWhole;
    },
    close: (): void => database.close(),
    /** Runs `read` over the documents as they are at one moment. */
    inSnapshot<Result>(read: () => Result): Result {
      database.exec('BEGIN');
      try {
        documents.refresh();
        inWhole?.refresh();
        return read();
      } finally {
        database.exec('COMMIT');
      }
    },
  };
}
