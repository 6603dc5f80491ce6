import { randomUUID } from 'node:crypto';
import { LakeError, OperationError, type OperationKind, operationFailed } from '../errors.ts';
import { diffMendoza } from '../history/mendoza-diff.ts';
import type { Effect, LoggedTransaction, TransactionLog } from '../history/transaction-log.ts';
import type { Actor } from '../people/actor.ts';
import type { LakePlugin } from '../plugin.ts';
import type { DocumentStore } from '../store/documents.ts';
import type { Store } from '../store/store.ts';
import { applyMutation } from './apply-mutation.ts';
import { conceal } from './conceal.ts';
import { askGate, blocks, type GateFinding, publishedChanges, publishedLookup, refusal } from './gate.ts';
import { checkReferences } from './reference-check.ts';
import { checkReleases } from './release-lock.ts';
import { createWorkingSet, type WorkingDocument, type WorkingSet } from './working-set.ts';
import type { Pace, Workload } from './workload.ts';

/** One mutation or action, ready to run. */
export type Operation<Result> = (set: WorkingSet) => Result;

export type CommitRequest<Result> = {
  author: Actor;
  kind: OperationKind;
  operations: Operation<Result>[];
  transactionId?: string;
  /** Does everything but keep it. */
  dryRun?: boolean;
  /** What it costs at least, as `documentCostOf` says it; known before anything is done. */
  price?: number;
  /** How much it may write; without a word, what everybody may. */
  pace?: Pace;
  /** An administrator's import stores everything; what the gate would have refused is in `findings`. */
  bypassGate?: boolean;
};

/** A transaction with the documents before and after it. */
export type Committed = LoggedTransaction & { changes: WorkingDocument[] };

export type CommitResult<Result> = { transaction: Committed; results: Result[]; findings: GateFinding[] };

/** What the writer needs of the lake around it. */
export type WriterParts = { store: Store; plugin: LakePlugin };

/**
 * Runs operations within the running transaction: all of them are stored with what follows from them, or this throws
 * and whoever called rolls back. The ids of what it writes are put in `written` as it goes.
 */
export function runCommit<Result>(
  parts: WriterParts,
  request: CommitRequest<Result>,
  { written, load }: { written: Set<string>; load: Workload },
): CommitResult<Result> {
  const { documents, log } = parts.store;
  const transactionId = request.transactionId ?? newTransactionId();
  refuseKnownTransaction(transactionId, log);
  const now = new Date().toISOString();
  const set = createWorkingSet(documents, { transactionId, now, written, load });
  tellIndexIfFails(request, documents, () => load.expect(request.price ?? 0));
  const results = runOperations(request, set, documents);
  tellIndexIfFails(request, documents, () => set.write());
  checkPermissions(request, set.changes(), parts);
  const findings = tellIndexIfFails(request, documents, () => publish(parts, request, set));
  const changes = set.changes();
  tellIndexIfFails(request, documents, () => {
    checkReleases(request, changes, documents);
    checkReferences(changes, documents);
  });
  const effects = effectsOf(changes);
  for (const { id, isPurged } of changes) if (isPurged) log.purge(id);
  for (const publishedId of set.purgedGroups()) log.purgeGroup(publishedId);
  const logged = log.append({ id: transactionId, author: request.author.id, timestamp: now, effects });
  return { transaction: { ...logged, changes }, results, findings };
}

export function newTransactionId(): string {
  // Node keeps random bytes in store for UUIDs; a call for sixteen of them costs as much as writing a row.
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
}

function refuseKnownTransaction(id: string, log: TransactionLog): void {
  if (!log.has(id)) return;
  const description = `A transaction with the ID "${id}" has already been committed`;
  throw new LakeError(409, description, { error: { description, type: 'transactionAlreadyExistsError', id } });
}

function runOperations<Result>(
  { operations, kind, author }: CommitRequest<Result>,
  set: WorkingSet,
  documents: DocumentStore,
): Result[] {
  return operations.map((operation, index) => {
    try {
      return operation(set);
    } catch (error) {
      throw error instanceof OperationError ? operationFailed(kind, conceal(error, author, documents), index) : error;
    }
  });
}

/** The plugin's part: the gate over what becomes public, then what the plugin adds, which passes the gate as well. */
function publish<Result>(
  { plugin, store }: WriterParts,
  request: CommitRequest<Result>,
  set: WorkingSet,
): GateFinding[] {
  const lookup = publishedLookup(store.documents);
  const additions = plugin.onCommit?.(publishedChanges(set.changes()), lookup) ?? [];
  for (const mutation of additions) applyMutation(mutation, set, () => []);
  set.write();
  const findings = askGate(publishedChanges(set.changes()), plugin, lookup);
  const refused = findings.filter(blocks);
  if (refused.length > 0 && !request.bypassGate) throw refusal(refused);
  return findings;
}

function tellIndexIfFails<Result, Found>(
  { kind, operations, author }: CommitRequest<Result>,
  documents: DocumentStore,
  check: () => Found,
): Found {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    throw operationFailed(kind, conceal(error, author, documents), operations.length - 1);
  }
}

/** What a transaction did, for its history. */
export function effectsOf(changes: WorkingDocument[]): Effect[] {
  return changes.map(({ id, before, after, mutations, isPurged }) => {
    // What was purged must not live on in the way back to it.
    const known = isPurged ? undefined : before;
    return {
      documentId: id,
      transition: before ? (after ? 'update' : 'disappear') : 'appear',
      previousRev: before?._rev,
      mutations: isPurged && !after ? [{ delete: { id } }] : mutations,
      apply: diffMendoza(withoutRevision(known), withoutRevision(after)),
      revert: diffMendoza(withoutRevision(after), withoutRevision(known)),
    };
  });
}

/** Patches that hold `_rev` break the Studio: it sets the revision itself, from the transaction's id. */
function withoutRevision(document: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (!document) return null;
  const { _rev, ...rest } = document;
  return rest;
}

/** Before the plugin adds what follows: a redirect is the lake's doing, whoever moved the article. */
function checkPermissions<Result>(
  { author, kind }: CommitRequest<Result>,
  changes: WorkingDocument[],
  { plugin, store }: Pick<WriterParts, 'plugin' | 'store'>,
): void {
  const get = (id: string) => store.documents.get(id);
  for (const { before, after } of changes) {
    const needed = before ? 'update' : 'create';
    const allowed =
      [before, after].every((document) => document === undefined || author.may(needed, document)) &&
      (plugin.mayChange?.(author, { before, after }, get) ?? true);
    if (!allowed) throw insufficientPermissions(kind, needed, before?._id ?? after?._id);
  }
}

function insufficientPermissions(kind: OperationKind, permission: string, id: string | undefined): LakeError {
  const description = `Insufficient permissions; permission "${permission}" required`;
  const item = { type: 'insufficientPermissionsError', id, permissions: [permission], description };
  return operationFailed(kind, new OperationError(403, item), 0);
}
