import type { DatabaseSync } from 'node:sqlite';
import { createTransactionLog, type TransactionLog } from '../history/transaction-log.ts';
import { openDatabase } from './database.ts';
import { createDocumentStore, type DocumentStore } from './documents.ts';

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
  documents.bringUpToDate();
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
