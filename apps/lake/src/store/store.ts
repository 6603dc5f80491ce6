import type { DatabaseSync } from 'node:sqlite';
import { createDocumentStore, type DocumentStore } from '@bodytext/groq/store/documents';
import { createTransactionLog, type TransactionLog } from '../history/transaction-log.ts';
import { inTransaction, openDatabase } from './database.ts';

/** One dataset on disk: what documents are, and what they were. */
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
      // What is in the write-ahead log moves to the database file, so that one file can be copied.
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
