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
  // Nothing here has to outlive a power cut, and thousands of commits need not wait for a disk.
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

    /** A second connection, which keeps outlines of documents, as a worker thread does. */
    openReader() {
      const reader = new DatabaseSync(path, { readOnly: true });
      readers.push(reader);
      const outlines = createDocumentStore(reader, { asOutlines: true });
      return {
        documents: outlines,
        inSnapshot<Result>(read: () => Result): Result {
          reader.exec('BEGIN');
          try {
            outlines.refresh();
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
