import type { DatabaseSync } from 'node:sqlite';
import { createDocumentStore, type DocumentStore } from '@bodytext/groq/store/documents';
import { createTransactionLog, type TransactionLog } from '../history/transaction-log.ts';
import { inTransaction, openDatabase } from './database.ts';

/** One dataset's database: its documents and their history. */
export type Store = {
  database: DatabaseSync;
  documents: DocumentStore;
  log: TransactionLog;
  close(): void;
};

export function openStore(folder: string): Store {
  const database = openDatabase(folder);
  const documents = createDocumentStore(database);
  if (!documents.isIndexCurrent()) rebuildIndex(database, documents);
  return {
    database,
    documents,
    log: createTransactionLog(database),
    close() {
      // A checkpoint, so that copying the database file alone copies everything.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    },
  };
}

function rebuildIndex(database: DatabaseSync, documents: DocumentStore): void {
  inTransaction(database, () => {
    // Another process may have done it while this one waited for the lock.
    if (!documents.isIndexCurrent()) documents.rebuildIndex();
  });
}
