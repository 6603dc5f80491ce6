import { isPublishedId, type LakeDocument } from '@bodytext/groq/document';
import { text } from '@bodytext/groq/store/row';
import type { Dataset } from '../dataset.ts';
import { PlainError } from '../errors.ts';
import { applyMutation } from '../mutate/apply-mutation.ts';
import { effectsOf, newTransactionId } from '../mutate/commit.ts';
import { checkContent } from '../mutate/content-check.ts';
import { publishedChanges, publishedLookup } from '../mutate/gate.ts';
import { normalizedReferences } from '../mutate/normalize-references.ts';
import { createWorkingSet, type NewDocument, type WorkingDocument } from '../mutate/working-set.ts';
import { lakeItself } from '../people/actor.ts';
import { inTransaction } from '../store/database.ts';

/** If a document exists: refuse the whole import, replace the document, or keep it. */
export type OnConflict = 'refuse' | 'replace' | 'keep';

/** Documents per transaction of the history: a reader of one document's history reads the others as well. */
const documentsPerTransaction = 100;
const maxListed = 5;

/** Stores documents in one SQLite transaction. Returns the ids of those stored. */
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
        record(dataset, pluginChanges(changes, dataset));
      }
      for (const changes of referenceFixes(dataset, stored)) record(dataset, changes);
      refuseDangling(dataset, stored);
      return stored;
    });
  } catch (error) {
    store.documents.evictCached();
    throw error;
  }
}

function* chunksOf(documents: Iterable<NewDocument>): Generator<NewDocument[]> {
  let chunk: NewDocument[] = [];
  for (const document of documents) {
    chunk.push(document);
    if (chunk.length < documentsPerTransaction) continue;
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
    // An import is no edit.
    _updatedAt: typeof document._updatedAt === 'string' ? document._updatedAt : now,
  };
  const { _rev, ...withoutRevision } = { _rev: '', ...content };
  checkContent(content);
  const after = { ...content, _rev: '' };
  return [{ id: document._id, before, after, mutations: [{ createOrReplace: withoutRevision }] }];
}

/** Writes changes as one transaction of the history, and enqueues webhooks. */
function record({ store, webhooks }: Dataset, changes: WorkingDocument[]): void {
  if (changes.length === 0) return;
  const id = newTransactionId();
  const timestamp = new Date().toISOString();
  const stamped = changes.map((change) => ({ ...change, after: change.after && { ...change.after, _rev: id } }));
  for (const { after } of stamped) if (after) store.documents.put(after);
  store.log.append({ id, author: lakeItself.id, timestamp, effects: effectsOf(stamped) });
  webhooks.enqueue({ id, timestamp, changes: stamped });
}

/** The plugin's additions, such as redirects of moved addresses. */
function pluginChanges(changes: WorkingDocument[], { store, plugin }: Dataset): WorkingDocument[] {
  const additions = plugin.onCommit?.(publishedChanges(changes), publishedLookup(store.documents)) ?? [];
  if (additions.length === 0) return [];
  const now = new Date().toISOString();
  const set = createWorkingSet(store.documents, { transactionId: '', now, written: new Set() });
  for (const mutation of additions) applyMutation(mutation, set, () => []);
  return set.changes();
}

/**
 * Normalizes references to drafts and versions, which another lake may have stored. It runs after all documents are
 * stored, since it depends on whether the target is published.
 */
function* referenceFixes({ store }: Dataset, stored: ReadonlySet<string>): Generator<WorkingDocument[]> {
  const { documents } = store;
  const referring = store.database.prepare(`
    SELECT DISTINCT from_id FROM document_references WHERE to_id LIKE 'drafts.%' OR to_id LIKE 'versions.%'`);
  const targets = {
    exists: (id: string): boolean => documents.get(id) !== undefined,
    typeOf: (id: string): string | undefined => documents.get(id)?._type,
    isCreatedLater: false,
  };
  for (const id of referring.all().map((row) => text(row, 'from_id'))) {
    const document = stored.has(id) ? documents.get(id) : undefined;
    const references = document ? normalizedReferences(document, targets) : {};
    if (!document || Object.keys(references).length === 0) continue;
    const set = createWorkingSet(documents, { transactionId: '', now: document._updatedAt, written: new Set() });
    set.patch(id, { set: references });
    yield set.changes();
  }
}

/** Checked at the end, since documents may refer to later ones. */
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
  const more = sentences.length > maxListed ? `, and ${sentences.length - maxListed} more` : '';
  throw new PlainError(
    `Nothing was imported: documents refer to some that don’t exist: ${sentences.slice(0, maxListed).join(', ')}${more}.`,
  );
}

/** The published documents with these ids. */
export function* publishedAmong({ store }: Dataset, ids: Iterable<string>): Generator<LakeDocument> {
  for (const id of ids) {
    const document = isPublishedId(id) ? store.documents.get(id) : undefined;
    if (document) yield document;
  }
}
