import { isPublishedId, type LakeDocument } from '@bodytext/groq/document';
import { text } from '@bodytext/groq/store/row';
import type { Dataset } from '../dataset.ts';
import { PlainError } from '../errors.ts';
import { applyMutation } from '../mutate/apply-mutation.ts';
import { effectsOf, newTransactionId } from '../mutate/commit.ts';
import { checkContent } from '../mutate/content-check.ts';
import { publishedChanges, publishedLookup } from '../mutate/gate.ts';
import { settledReferences } from '../mutate/settle-references.ts';
import { createWorkingSet, type NewDocument, type WorkingDocument } from '../mutate/working-set.ts';
import { lakeItself } from '../people/actor.ts';
import { inTransaction } from '../store/database.ts';

/** What is done with a document whose id is taken: nothing is imported at all, it is replaced, or it stays. */
export type OnConflict = 'refuse' | 'replace' | 'keep';

/** Of the history, so many documents are one transaction: who looks up one of them reads no more. */
const documentsInOne = 100;
const listed = 5;

/** Stores documents, all or none, in one transaction of the database. Gives the ids of those stored. */
export function storeDocuments(
  dataset: Dataset,
  documents: Iterable<NewDocument>,
  onConflict: OnConflict,
): Set<string> {
  const { store } = dataset;
  const stored = new Set<string>();
  try {
    return inTransaction(store.database, () => {
      store.documents.refresh();
      for (const chunk of chunksOf(documents)) {
        const changes = chunk.flatMap((document) => changeFor(document, dataset, onConflict));
        record(dataset, changes);
        for (const { id } of changes) stored.add(id);
        record(dataset, consequencesOf(changes, dataset));
      }
      for (const changes of settled(dataset, stored)) record(dataset, changes);
      refuseDangling(dataset, stored);
      return stored;
    });
  } catch (error) {
    store.documents.forgetCached();
    throw error;
  }
}

function* chunksOf(documents: Iterable<NewDocument>): Generator<NewDocument[]> {
  let chunk: NewDocument[] = [];
  for (const document of documents) {
    chunk.push(document);
    if (chunk.length < documentsInOne) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function changeFor(document: NewDocument, { store }: Dataset, onConflict: OnConflict): WorkingDocument[] {
  const before = store.documents.get(document._id);
  if (before && onConflict === 'keep') return [];
  if (before && onConflict === 'refuse') {
    throw new PlainError(
      `There is a document ${document._id} already. Nothing was imported: --replace replaces such documents, --missing leaves them as they are.`,
    );
  }
  const now = new Date().toISOString();
  const content = {
    ...document,
    _createdAt: typeof document._createdAt === 'string' ? document._createdAt : (before?._createdAt ?? now),
    // Kept as it was: an import is no edit.
    _updatedAt: typeof document._updatedAt === 'string' ? document._updatedAt : now,
  };
  const { _rev, ...withoutRevision } = { _rev: '', ...content };
  checkContent(content);
  const after = { ...content, _rev: '' };
  return [{ id: document._id, before, after, mutations: [{ createOrReplace: withoutRevision }] }];
}

/** Writes changes and their history as one transaction. */
function record({ store, webhooks }: Dataset, changes: WorkingDocument[]): void {
  if (changes.length === 0) return;
  const id = newTransactionId();
  const timestamp = new Date().toISOString();
  const stamped = changes.map((change) => ({ ...change, after: change.after && { ...change.after, _rev: id } }));
  for (const { after } of stamped) if (after) store.documents.put(after);
  store.log.append({ id, author: lakeItself.id, timestamp, effects: effectsOf(stamped) });
  webhooks.enqueue({ id, timestamp, changes: stamped });
}

/** What the plugin adds, such as redirects of addresses that moved. */
function consequencesOf(changes: WorkingDocument[], { store, plugin }: Dataset): WorkingDocument[] {
  const additions = plugin.onCommit?.(publishedChanges(changes), publishedLookup(store.documents)) ?? [];
  if (additions.length === 0) return [];
  const now = new Date().toISOString();
  const set = createWorkingSet(store.documents, { transactionId: '', now, written: new Set() });
  for (const mutation of additions) applyMutation(mutation, set, () => []);
  return set.changes();
}

/**
 * Changes of references to drafts and versions: elsewhere they may be stored as they are, here they are none.
 * Done when everything is there, since it hangs on whether the document is published.
 */
function* settled({ store }: Dataset, stored: ReadonlySet<string>): Generator<WorkingDocument[]> {
  const { documents } = store;
  const referring = store.database.prepare(`
    SELECT DISTINCT from_id FROM document_references WHERE to_id LIKE 'drafts.%' OR to_id LIKE 'versions.%'`);
  const targets = {
    isThere: (id: string): boolean => documents.get(id) !== undefined,
    typeOf: (id: string): string | undefined => documents.get(id)?._type,
    mayWait: false,
  };
  for (const id of referring.all().map((row) => text(row, 'from_id'))) {
    const document = stored.has(id) ? documents.get(id) : undefined;
    const references = document ? settledReferences(document, targets) : {};
    if (!document || Object.keys(references).length === 0) continue;
    const set = createWorkingSet(documents, { transactionId: '', now: document._updatedAt, written: new Set() });
    set.patch(id, { set: references });
    yield set.changes();
  }
}

/** Asked at the end, when everything is there: documents may refer to each other in any order. */
function refuseDangling({ store }: Dataset, stored: ReadonlySet<string>): void {
  const dangling = store.database.prepare(`
    SELECT from_id, to_id FROM document_references AS r
    WHERE strong = 1 AND NOT EXISTS (SELECT 1 FROM documents WHERE id = r.to_id)`);
  const sentences: string[] = [];
  for (const row of dangling.iterate()) {
    const from = text(row, 'from_id');
    if (stored.has(from)) sentences.push(`${from} refers to ${text(row, 'to_id')}`);
  }
  if (sentences.length === 0) return;
  const more = sentences.length > listed ? `, and ${sentences.length - listed} more` : '';
  throw new PlainError(
    `Nothing was imported: documents refer to some that don’t exist: ${sentences.slice(0, listed).join(', ')}${more}.`,
  );
}

/** The published documents among those of these ids, one after the other. */
export function* publishedAmong({ store }: Dataset, ids: Iterable<string>): Generator<LakeDocument> {
  for (const id of ids) {
    const document = isPublishedId(id) ? store.documents.get(id) : undefined;
    if (document) yield document;
  }
}
