import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createDocumentStore } from './store/documents.ts';
import { createTables } from './store/tables.ts';

/** A document store in a temporary folder. */
export function openDocuments() {
  const folder = mkdtempSync(join(tmpdir(), 'groq-'));
  const path = join(folder, 'documents.sqlite');
  const database = new DatabaseSync(path);
  // No durability: thousands of commits must not wait for the disk.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
  createTables(database);
  const documents = createDocumentStore(database);
  const readers: DatabaseSync[] = [];

  return {
    documents,

    write(work: () => void): void {
      database.exec('BEGIN IMMEDIATE');
      work();
      database.exec('COMMIT');
    },

    /** A second connection with lazy fields, as in a worker thread of the lake. */
    openReader() {
      const reader = new DatabaseSync(path, { readOnly: true });
      readers.push(reader);
      const lazyDocuments = createDocumentStore(reader, { lazyFields: true });
      return {
        documents: lazyDocuments,
        inSnapshot<Result>(read: () => Result): Result {
          reader.exec('BEGIN');
          try {
            lazyDocuments.refresh();
            return read();
          } finally {
            reader.exec('COMMIT');
          }
        },
      };
    },

    close(): void {
      for (const connection of [...readers, database]) connection.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
