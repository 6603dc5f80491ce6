import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { integer, text } from '@bodytext/groq/store/row';
import { PlainError } from '../errors.ts';

/** A dataset as it is at one moment, whatever is written meanwhile. Close it: it keeps the database's log from shrinking. */
export type Snapshot = {
  database: DatabaseSync;
  /** The number of the last transaction in it. */
  seq: number;
  /** The documents' JSON, by id, from after an id on. */
  documents(afterId?: string): Generator<string>;
  close(): void;
};

/** Opens a snapshot with a connection of its own, so that neither readers nor writers of others wait. */
export function openSnapshot(source: DatabaseSync): Snapshot {
  const path = source.location();
  if (path === null) throw new PlainError('Only a dataset on disk can be exported.');
  const database = new DatabaseSync(path, { readOnly: true });
  // The transaction begins with the first read; from then on nothing that others write is seen.
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
