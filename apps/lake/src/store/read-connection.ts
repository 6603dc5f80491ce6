import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createDocumentStore, type DocumentStore } from '@bodytext/groq/store/documents';
import { storeLimits } from './limits.ts';

const cacheKiB = storeLimits.readerPageCache.value;
const busyTimeoutMs = storeLimits.readerBusy.value;
const cachedCharacters = storeLimits.lazyDocuments.value;
const cachedWhole = storeLimits.wholeDocuments.value;

/** Opens a read-only connection to a lake's database, beside the store that writes to it. */
export function openReadConnection(folder: string) {
  const database = new DatabaseSync(join(folder, 'lake.sqlite'), { readOnly: true, timeout: busyTimeoutMs });
  database.exec(`PRAGMA cache_size = -${cacheKiB}; PRAGMA temp_store = MEMORY;`);
  const documents = createDocumentStore(database, { cachedCharacters, lazyFields: true });
  let whole: DocumentStore | undefined;

  return {
    documents,
    /** Whole documents instead of lazy ones: their parts keep their object identity. */
    get wholeDocuments(): DocumentStore {
      whole ??= createDocumentStore(database, { cachedCharacters: cachedWhole });
      return whole;
    },
    close: (): void => database.close(),
    /** Runs `read` in one read transaction. */
    inSnapshot<Result>(read: () => Result): Result {
      database.exec('BEGIN');
      try {
        documents.refresh();
        whole?.refresh();
        return read();
      } finally {
        database.exec('COMMIT');
      }
    },
  };
}
