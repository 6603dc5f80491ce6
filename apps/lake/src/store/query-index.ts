import type { DatabaseSync } from 'node:sqlite';
import type { LakeDocument } from '../document.ts';
import { OperationError } from '../errors.ts';
import { type Attribute, attributesIn } from './attributes-in.ts';
import { inTransaction } from './database.ts';
import { difference } from './difference.ts';
import { storeLimits } from './limits.ts';
import { integer, text } from './row.ts';
import { hasMoreWordsThan, wordsIn } from './words-in.ts';

const mostWords = storeLimits.words.value;

/** Goes up whenever `attributesIn` or `wordsIn` give something else, so that older databases are indexed anew. */
const indexVersion = 5;

export type QueryIndex = ReturnType<typeof createQueryIndex>;

/** What queries find documents by without reading them: their attributes and words. */
export function createQueryIndex(database: DatabaseSync) {
  const insertAttribute = database.prepare('INSERT INTO attributes (path, kind, value, document) VALUES (?, ?, ?, ?)');
  const deleteAttribute = database.prepare(
    'DELETE FROM attributes WHERE path = ? AND kind = ? AND value = ? AND document = ?',
  );
  const insertWords = database.prepare('INSERT OR REPLACE INTO document_words (rowid, words) VALUES (?, ?)');
  const deleteWords = database.prepare('DELETE FROM document_words WHERE rowid = ?');

  function changeAttributes(rowid: number, before: Attribute[], after: Attribute[]): void {
    const { gone, added } = difference(before, after, keyOf);
    for (const { path, kind, value } of gone) deleteAttribute.run(path, kind, value, rowid);
    for (const { path, kind, value } of added) insertAttribute.run(path, kind, value, rowid);
  }

  /** Only what differs is written: most edits change a word and a time. */
  function change(rowid: number, before: LakeDocument | undefined, after: LakeDocument | undefined): void {
    changeAttributes(rowid, before ? attributesIn(before) : [], after ? attributesIn(after) : []);
    const wordsBefore = before && wordsIn(before);
    const wordsAfter = after && wordsIn(after);
    if (wordsBefore === wordsAfter) return;
    if (after && hasMoreWordsThan(mostWords, wordsAfter ?? '')) throw tooManyWords(after._id);
    if (wordsAfter === undefined) deleteWords.run(rowid);
    else insertWords.run(rowid, wordsAfter);
  }

  function rebuild(): void {
    database.exec("DELETE FROM attributes; INSERT INTO document_words (document_words) VALUES ('delete-all')");
    for (const row of database.prepare('SELECT rowid, body FROM documents').iterate()) {
      const document: LakeDocument = JSON.parse(text(row, 'body'));
      change(integer(row, 'rowid'), undefined, document);
    }
    database.exec(`DELETE FROM query_index; INSERT INTO query_index (version) VALUES (${indexVersion})`);
  }

  function isCurrent(): boolean {
    const row = database.prepare('SELECT version FROM query_index').get();
    return row !== undefined && integer(row, 'version') === indexVersion;
  }

  return {
    change,

    /** Indexes every document, if another version of the program did so last. */
    bringUpToDate(): void {
      if (isCurrent()) return;
      inTransaction(database, () => {
        // Another process may have done it while this one waited.
        if (!isCurrent()) rebuild();
      });
    },
  };
}

function tooManyWords(id: string): OperationError {
  const description = `A document may hold at most ${mostWords} different words.`;
  return new OperationError(400, { type: 'validationError', id, description });
}

function keyOf({ path, kind, value }: Attribute): string {
  // With the path's length, no name of a field can look like another field's value.
  return `${kind}${path.length} ${path}${value}`;
}
