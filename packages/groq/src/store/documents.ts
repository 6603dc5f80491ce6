import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { isPrivateId, type LakeDocument, splitId } from '../document.ts';
import { difference } from './difference.ts';
import { createDocumentCache } from './document-cache.ts';
import { lazyDocument } from './lazy-document.ts';
import { storeLimits } from './limits.ts';
import { createQueryIndex } from './query-index.ts';
import { referencesIn } from './references-in.ts';
import { createResultSetCache } from './result-set-cache.ts';
import { integer, type Row, text } from './row.ts';

const cachedCharacters = storeLimits.documents.value;
const mostStatements = storeLimits.statements.value;
const mostRows = storeLimits.rows.value;
const mostIds = storeLimits.ids.value;
const mostChanges = storeLimits.changes.value;

/** A document as stored. */
export type StoredDocument = { id: string; json: string };

export type DocumentStoreOptions = {
  cachedCharacters?: number;
  /** Caches documents without their long fields, which are read on access. */
  lazyFields?: boolean;
};

/** The current documents. Reads return cached objects: copy before editing. */
export type DocumentStore = ReturnType<typeof createDocumentStore>;

export function createDocumentStore(database: DatabaseSync, options: DocumentStoreOptions = {}) {
  const cache = createDocumentCache(options.cachedCharacters ?? cachedCharacters);
  const statements = new Map<string, StatementSync>();
  const rowCache = createResultSetCache<Row>(mostRows);
  const rowArrayCache = createResultSetCache<Row>(mostRows);
  const idCache = createResultSetCache<string>(mostIds);
  let writes = 0;
  let lastWhole: LakeDocument | undefined;
  const selectDataVersion = database.prepare('PRAGMA data_version');
  let dataVersion = readDataVersion();
  const index = createQueryIndex(database);
  const recordChange = database.prepare(`
    INSERT INTO changed_documents (id, at) VALUES (?, (SELECT coalesce(max(at), 0) + 1 FROM changed_documents))
    ON CONFLICT (id) DO UPDATE SET at = excluded.at`);
  const selectChanged = database.prepare('SELECT id, at FROM changed_documents WHERE at > ? ORDER BY at LIMIT ?');
  const selectLastChange = database.prepare('SELECT coalesce(max(at), 0) AS at FROM changed_documents');
  let lastChange = integer(selectLastChange.get(), 'at');
  const select = database.prepare('SELECT body FROM documents WHERE id = ?');
  // Each write changes one row and has no RETURNING: otherwise SQLite opens a statement journal, and FTS5 flushes its
  // pending words for it, which would be a third of the cost of a commit.
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
    if (!options.lazyFields) {
      cache.add(document, body.length);
      return document;
    }
    lastWhole = document;
    const [lazy, size] = lazyDocument(document, readWhole);
    cache.add(lazy, size);
    return lazy;
  }

  /** For the long fields of a lazy document. Keeps the last one, since a query often uses several of its fields. */
  function readWhole(id: string): LakeDocument {
    if (lastWhole?._id === id) return lastWhole;
    const document: LakeDocument = JSON.parse(text(select.get(id), 'body'));
    lastWhole = document;
    return document;
  }

  /** After any change: cached result sets are stale, and `version` increases. */
  function invalidateResultSets(): void {
    writes++;
    rowCache.clear();
    rowArrayCache.clear();
    idCache.clear();
    lastWhole = undefined;
  }

  function put(document: LakeDocument): void {
    const before = get(document._id);
    const rowid = before ? updateRow(document) : insertRow(document);
    index.change(rowid, before, document);
    changeReferences(document._id, before, document);
    recordChange.run(document._id);
    cache.evict(document._id);
    invalidateResultSets();
  }

  /** Returns the rowid, as `updateRow` does. */
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
    const { removed, added } = difference(
      before ? referencesIn(before) : [],
      after ? referencesIn(after) : [],
      ({ to, strong }) => `${strong} ${to}`,
    );
    for (const { to, strong } of removed) removeReference.run(id, to, strong ? 1 : 0);
    for (const { to, strong } of added) insertReference.run(id, to, strong ? 1 : 0);
  }

  /** Evicts documents that other connections changed; all documents, if too many were changed. */
  function evictChanged(): void {
    const changed = selectChanged.all(lastChange, mostChanges);
    const last = changed.at(-1);
    if (last) lastChange = integer(last, 'at');
    if (changed.length === mostChanges) cache.clear();
    else for (const row of changed) cache.evict(text(row, 'id'));
    if (changed.length === mostChanges) lastChange = integer(selectLastChange.get(), 'at');
  }

  function runStatement(sql: string, values: SQLInputValue[], asArrays = false): Row[] {
    const statement = statements.get(sql) ?? prepare(sql);
    statement.setReturnArrays(asArrays);
    return statement.all(...values);
  }

  function queryRows(sql: string, values: SQLInputValue[]): Row[] {
    return rowCache.getOrFind(sql, values, () => runStatement(sql, values));
  }

  function queryRowArrays(sql: string, values: SQLInputValue[]): Row[] {
    return rowArrayCache.getOrFind(sql, values, () => runStatement(sql, values, true));
  }

  function prepare(sql: string): StatementSync {
    const statement = database.prepare(sql);
    if (statements.size >= mostStatements) statements.clear();
    statements.set(sql, statement);
    return statement;
  }

  /** The ids of the documents that meet a condition, in document order: by group and variant. */
  function idsWhere(condition: string, values: SQLInputValue[]): string[] {
    const sql = `SELECT id FROM documents AS d WHERE ${condition} ORDER BY group_id, variant`;
    return idCache.getOrFind(sql, values, () => runStatement(sql, values).map((row) => text(row, 'id')));
  }

  return {
    get,
    put,
    /** The length of a document's JSON, if it is cached. */
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
      recordChange.run(id);
      cache.evict(id);
      invalidateResultSets();
    },
    idsWhere,
    /** The ids of the existing variants: published, draft, and versions in releases. */
    variantIds: (publishedId: string): string[] => idsWhere('group_id = ?', [publishedId]),
    /** The first document that meets a condition, uncached: for conditions that few documents meet. */
    firstStored(condition: string, values: SQLInputValue[]): StoredDocument | undefined {
      const sql = `SELECT id, body FROM documents AS d WHERE ${condition} ORDER BY group_id, variant`;
      const row = (statements.get(sql) ?? prepare(sql)).get(...values);
      return row && { id: text(row, 'id'), json: text(row, 'body') };
    },
    /** The JSON of an existing document. */
    jsonOf: (id: string): string => text(select.get(id), 'body'),
    /** The rows of any SELECT, cached until a document changes. */
    queryRows,
    /** The same with columns numbered from 0, for many rows: arrays take a third of the memory. */
    queryRowArrays,
    /** The ids of the documents that refer to this one. */
    referrers(id: string, { strongOnly }: { strongOnly: boolean }): string[] {
      return selectReferrers.all(id, strongOnly ? 1 : 0).map((row) => text(row, 'from_id'));
    },
    /** Evicts stale entries if another connection, such as an import at the command line, has written. */
    refresh(): void {
      const current = readDataVersion();
      if (current === dataVersion) return;
      dataVersion = current;
      evictChanged();
      invalidateResultSets();
    },
    /** Increases with every write, also of other connections once `refresh` has seen them. */
    version: (): number => writes,
    /** After a rollback: evicts these ids, or everything, since the cache may hold uncommitted documents. */
    evictCached(ids?: ReadonlySet<string>): void {
      if (ids?.size === 0) return;
      if (ids === undefined) cache.clear();
      else for (const id of ids) cache.evict(id);
      invalidateResultSets();
    },
    /** Whether the indexes were filled by this version of the program. */
    isIndexCurrent: index.isCurrent,
    /** Rebuilds the indexes; call it in a transaction. */
    rebuildIndex: index.rebuild,
  };
}

function slugOf(document: LakeDocument): string | null {
  const { slug } = document;
  const isSlug = typeof slug === 'object' && slug !== null && 'current' in slug && typeof slug.current === 'string';
  return isSlug && typeof slug.current === 'string' ? slug.current : null;
}
