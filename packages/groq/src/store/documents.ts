import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { isPrivateId, type LakeDocument, splitId } from '../document.ts';
import { difference } from './difference.ts';
import { createDocumentCache } from './document-cache.ts';
import { createKeptSelections } from './kept-selections.ts';
import { storeLimits } from './limits.ts';
import { outlineOf } from './outline.ts';
import { createQueryIndex } from './query-index.ts';
import { referencesIn } from './references-in.ts';
import { integer, type Row, text } from './row.ts';

const cachedCharacters = storeLimits.documents.value;
const keptStatements = storeLimits.statements.value;
const keptRows = storeLimits.rows.value;
const keptIds = storeLimits.ids.value;
const mostChanges = storeLimits.changes.value;

/** A document as it is stored: its JSON, an object's, with at least an id in it. */
export type Stored = { id: string; json: string };

export type DocumentStoreOptions = {
  cachedCharacters?: number;
  /** Keeps documents without their long parts, which are read when they are looked at. */
  asOutlines?: boolean;
};

/** The current documents. Reads give shared objects: whoever wants to change one copies it first. */
export type DocumentStore = ReturnType<typeof createDocumentStore>;

export function createDocumentStore(database: DatabaseSync, options: DocumentStoreOptions = {}) {
  const cache = createDocumentCache(options.cachedCharacters ?? cachedCharacters);
  const statements = new Map<string, StatementSync>();
  const rowsFound = createKeptSelections<Row>(keptRows);
  const numberedRowsFound = createKeptSelections<Row>(keptRows);
  const idsFound = createKeptSelections<string>(keptIds);
  let writes = 0;
  let readLast: LakeDocument | undefined;
  const selectDataVersion = database.prepare('PRAGMA data_version');
  let dataVersion = readDataVersion();
  const index = createQueryIndex(database);
  const noteChange = database.prepare(`
    INSERT INTO changed_documents (id, at) VALUES (?, (SELECT coalesce(max(at), 0) + 1 FROM changed_documents))
    ON CONFLICT (id) DO UPDATE SET at = excluded.at`);
  const selectChanged = database.prepare('SELECT id, at FROM changed_documents WHERE at > ? ORDER BY at LIMIT ?');
  const selectLastChange = database.prepare('SELECT coalesce(max(at), 0) AS at FROM changed_documents');
  let lastChange = integer(selectLastChange.get(), 'at');
  const select = database.prepare('SELECT body FROM documents WHERE id = ?');
  // None of those that write changes several rows or returns one: for such a statement SQLite prepares to undo it alone,
  // and FTS5 then writes down all words it has been given so far. That would be a third of what a commit costs.
  const selectRowid = database.prepare('SELECT rowid FROM documents WHERE id = ?');
  const insert = database.prepare(`
    INSERT INTO documents (id, type, rev, group_id, variant, slug, private, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = database.prepare('UPDATE documents SET type = ?, rev = ?, slug = ?, body = ? WHERE rowid = ?');
  const remove = database.prepare('DELETE FROM documents WHERE rowid = ?');
  const insertReference = database.prepare('INSERT INTO document_references (from_id, to_id, strong) VALUES (?, ?, ?)');
  const removeReference = database.prepare(
    'DELETE FROM document_references WHERE from_id = ? AND to_id = ? AND strong = ?',
  );
  const selectReferrers = database.prepare(
    'SELECT from_id FROM document_references WHERE to_id = ? AND strong >= ? ORDER BY from_id',
  );

  function readDataVersion(): number {
    return integer(selectDataVersion.get(), 'data_version');
  }

  function get(id: string): LakeDocument | undefined {
    const known = cache.get(id);
    if (known) return known;
    const row = select.get(id);
    if (!row) return undefined;
    const body = text(row, 'body');
    const document: LakeDocument = JSON.parse(body);
    if (!options.asOutlines) {
      cache.add(document, body.length);
      return document;
    }
    readLast = document;
    const [outline, size] = outlineOf(document, whole);
    cache.add(outline, size);
    return outline;
  }

  /** The whole of a document of which there is an outline. Whoever looks at one part of it may look at the next. */
  function whole(id: string): LakeDocument {
    if (readLast?._id === id) return readLast;
    const document: LakeDocument = JSON.parse(text(select.get(id), 'body'));
    readLast = document;
    return document;
  }

  /** Nothing kept of earlier selections is true any more. */
  function hasChanged(): void {
    writes++;
    rowsFound.clear();
    numberedRowsFound.clear();
    idsFound.clear();
    readLast = undefined;
  }

  function put(document: LakeDocument): void {
    const before = get(document._id);
    const rowid = before ? updateRow(document) : insertRow(document);
    index.change(rowid, before, document);
    changeReferences(document._id, before, document);
    noteChange.run(document._id);
    cache.forget(document._id);
    hasChanged();
  }

  /** These give the number of the row. */
  function insertRow(document: LakeDocument): number {
    const { _id, _type, _rev } = document;
    const { publishedId, variant } = splitId(_id);
    const isPrivate = isPrivateId(_id) ? 1 : 0;
    const body = JSON.stringify(document);
    return Number(
      insert.run(_id, _type, _rev, publishedId, variant, slugOf(document), isPrivate, body).lastInsertRowid,
    );
  }

  function updateRow(document: LakeDocument): number {
    const { _id, _type, _rev } = document;
    const rowid = integer(selectRowid.get(_id), 'rowid');
    update.run(_type, _rev, slugOf(document), JSON.stringify(document), rowid);
    return rowid;
  }

  function changeReferences(id: string, before: LakeDocument | undefined, after: LakeDocument | undefined): void {
    const { gone, added } = difference(
      before ? referencesIn(before) : [],
      after ? referencesIn(after) : [],
      ({ to, strong }) => `${strong} ${to}`,
    );
    for (const { to, strong } of gone) removeReference.run(id, to, strong ? 1 : 0);
    for (const { to, strong } of added) insertReference.run(id, to, strong ? 1 : 0);
  }

  /** Forgets what others changed since; all, if that is much or if not even the order of changes is known. */
  function forgetChanged(): void {
    const changed = selectChanged.all(lastChange, mostChanges);
    const last = changed.at(-1);
    if (last) lastChange = integer(last, 'at');
    if (changed.length === mostChanges) cache.clear();
    else for (const row of changed) cache.forget(text(row, 'id'));
    if (changed.length === mostChanges) lastChange = integer(selectLastChange.get(), 'at');
  }

  function rowsNow(sql: string, values: SQLInputValue[], areNumbered = false): Row[] {
    const statement = statements.get(sql) ?? prepare(sql);
    statement.setReturnArrays(areNumbered);
    return statement.all(...values);
  }

  function rowsOf(sql: string, values: SQLInputValue[]): Row[] {
    return rowsFound.of(sql, values, () => rowsNow(sql, values));
  }

  function numberedRowsOf(sql: string, values: SQLInputValue[]): Row[] {
    return numberedRowsFound.of(sql, values, () => rowsNow(sql, values, true));
  }

  function prepare(sql: string): StatementSync {
    const statement = database.prepare(sql);
    if (statements.size >= keptStatements) statements.clear();
    statements.set(sql, statement);
    return statement;
  }

  /** The ids that a condition of the query planner selects, in a fixed order. */
  function idsWhere(condition: string, values: SQLInputValue[]): string[] {
    const sql = `SELECT id FROM documents AS d WHERE ${condition} ORDER BY group_id, variant`;
    return idsFound.of(sql, values, () => rowsNow(sql, values).map((row) => text(row, 'id')));
  }

  return {
    get,
    put,
    /** The length of a document's JSON, if asking for it costs next to nothing. */
    cachedSize: cache.sizeOf,
    delete(id: string): void {
      const before = get(id);
      const row = before && selectRowid.get(id);
      if (row) {
        const rowid = integer(row, 'rowid');
        remove.run(rowid);
        index.change(rowid, before, undefined);
        changeReferences(id, before, undefined);
      }
      noteChange.run(id);
      cache.forget(id);
      hasChanged();
    },
    idsWhere,
    /** The ids of a published document, its draft and its versions in releases, as far as there are such. */
    variantIds: (publishedId: string): string[] => idsWhere('group_id = ?', [publishedId]),
    /** The first of these documents, without keeping anything of it: for conditions that few documents meet. */
    firstStored(condition: string, values: SQLInputValue[]): Stored | undefined {
      const sql = `SELECT id, body FROM documents AS d WHERE ${condition} ORDER BY group_id, variant`;
      const row = (statements.get(sql) ?? prepare(sql)).get(...values);
      return row && { id: text(row, 'id'), json: text(row, 'body') };
    },
    /** The JSON of a document that there is. */
    jsonOf: (id: string): string => text(select.get(id), 'body'),
    /** What another statement selects. The rows are kept until a document changes. */
    rowsOf,
    /** The same for many rows: with numbers for the names of their columns, from 0 on, each takes a third of the room. */
    numberedRowsOf,
    /** Which documents refer to this one. */
    referrers(id: string, { strongOnly }: { strongOnly: boolean }): string[] {
      return selectReferrers.all(id, strongOnly ? 1 : 0).map((row) => text(row, 'from_id'));
    },
    /** Looks whether another process, such as an import at the command line, wrote since; then nothing kept is true. */
    refresh(): void {
      const current = readDataVersion();
      if (current === dataVersion) return;
      dataVersion = current;
      forgetChanged();
      hasChanged();
    },
    /** Changes with every change of a document that `refresh` or this process has seen. */
    version: (): number => writes,
    /** After a rollback the cache may hold what was never written: all of it, or what has these ids. */
    forgetCached(ids?: ReadonlySet<string>): void {
      if (ids?.size === 0) return;
      if (ids === undefined) cache.clear();
      else for (const id of ids) cache.forget(id);
      hasChanged();
    },
    /** Whether the indexes that queries need are those of this version of the program. */
    isIndexCurrent: index.isCurrent,
    /** Makes them anew; to be called in a transaction. */
    rebuildIndex: index.rebuild,
  };
}

function slugOf(document: LakeDocument): string | null {
  const { slug } = document;
  const isSlug = typeof slug === 'object' && slug !== null && 'current' in slug && typeof slug.current === 'string';
  return isSlug && typeof slug.current === 'string' ? slug.current : null;
}
