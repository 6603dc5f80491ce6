import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { integer, text } from '@bodytext/groq/store/row';
import { PlainError } from '../errors.ts';

/**
 * A read transaction on a dataset. While it is open, SQLite can't checkpoint the write-ahead log completely: close it.
 */
export type Snapshot = {
  database: DatabaseSync;
  /** The `seq` of the last transaction in it. */
  seq: number;
  /** The JSON of documents, ordered by id, after an id. */
  documents(afterId?: string): Generator<string>;
  close(): void;
};

/** Opens a snapshot with its own connection, so that it blocks neither readers nor writers. */
export function openSnapshot(source: DatabaseSync): Snapshot {
  const path = source.location();
  if (path === null) throw new PlainError('Only a dataset on disk can be exported.');
  const database = new DatabaseSync(path, { readOnly: true });
  // A deferred transaction: the snapshot is taken by the first read.
  database.exec('BEGIN');
  const seq = integer(database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM transactions').get(), 'seq');
  let select: StatementSync | undefined;
  return {
    database,
    seq,
    *documents(afterId = '') {
      select ??= database.prepare('SELECT body FROM documents WHERE id > ? ORDER BY id');
      for (const row of select.iterate(afterId)) yield text(row, 'body');
    },
    close: () => database.close(),
  };
}
