import type { DatabaseSync } from 'node:sqlite';
import type { LakeDocument } from '../document.ts';
import { type Attribute, attributesIn } from './attributes-in.ts';
import { difference } from './difference.ts';
import { storeLimits } from './limits.ts';
import { integer, text } from './row.ts';
import { hasMoreWordsThan, wordsIn } from './words-in.ts';

const mostWords = storeLimits.words.value;

/** Increase it with every change to `attributesIn` or `wordsIn`, so that older databases are reindexed. */
const indexVersion = 5;

export type QueryIndex = ReturnType<typeof createQueryIndex>;

/** The indexes of attributes and words, by which queries find documents without reading them. */
export function createQueryIndex(database: DatabaseSync) {
  const insertAttribute = database.prepare('INSERT INTO attributes (path, kind, value, document) VALUES (?, ?, ?, ?)');
  const deleteAttribute = database.prepare(
    'DELETE FROM attributes WHERE path = ? AND kind = ? AND value = ? AND document = ?',
  );
  const insertWords = database.prepare('INSERT OR REPLACE INTO document_words (rowid, words) VALUES (?, ?)');
  const deleteWords = database.prepare('DELETE FROM document_words WHERE rowid = ?');

  function changeAttributes(rowid: number, before: Attribute[], after: Attribute[]): void {
    const { removed, added } = difference(before, after, keyOf);
    for (const { path, kind, value } of removed) deleteAttribute.run(path, kind, value, rowid);
    for (const { path, kind, value } of added) insertAttribute.run(path, kind, value, rowid);
  }

  /** Writes only the differences: most edits change a word and `_updatedAt`. */
  function change(rowid: number, before: LakeDocument | undefined, after: LakeDocument | undefined): void {
    changeAttributes(rowid, before ? attributesIn(before) : [], after ? attributesIn(after) : []);
    const wordsBefore = before && wordsIn(before);
    const wordsAfter = after && wordsIn(after);
    if (wordsBefore === wordsAfter) return;
    if (after && hasMoreWordsThan(mostWords, wordsAfter ?? '')) throw new TooManyWords(after._id);
    if (wordsAfter === undefined) deleteWords.run(rowid);
    else insertWords.run(rowid, wordsAfter);
  }

  /** Reindexes every document; call it in a transaction. */
  function rebuild(): void {
    database.exec("DELETE FROM attributes; INSERT INTO document_words (document_words) VALUES ('delete-all')");
    for (const row of database.prepare('SELECT rowid, body FROM documents').iterate()) {
      const document: LakeDocument = JSON.parse(text(row, 'body'));
      change(integer(row, 'rowid'), undefined, document);
    }
    database.exec(`DELETE FROM query_index; INSERT INTO query_index (version) VALUES (${indexVersion})`);
  }

  /** Whether this version of the program filled the index. */
  function isCurrent(): boolean {
    const row = database.prepare('SELECT version FROM query_index').get();
    return row !== undefined && integer(row, 'version') === indexVersion;
  }

  return {
    change,

    isCurrent,
    rebuild,
  };
}

/** A document that can't be indexed. */
export class TooManyWords extends Error {
  override readonly name = 'TooManyWords';
  readonly id: string;

  constructor(id: string) {
    super(`A document may hold at most ${mostWords} different words.`);
    this.id = id;
  }
}

function keyOf({ path, kind, value }: Attribute): string {
  // The length of the path keeps path and value apart: either may contain any character.
  return `${kind}${path.length} ${path}${value}`;
}
