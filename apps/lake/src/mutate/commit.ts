import { randomUUID } from 'node:crypto';
import type { LakeDocument } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { TooManyWords } from '@bodytext/groq/store/query-index';
import { asOperationError, LakeError, OperationError, type OperationKind, operationFailed } from '../errors.ts';
import { diffMendoza } from '../history/mendoza-diff.ts';
import type { Effect, LoggedTransaction, TransactionLog } from '../history/transaction-log.ts';
import type { Actor } from '../people/actor.ts';
import type { LakePlugin } from '../plugin.ts';
import type { Store } from '../store/store.ts';
import { applyMutation } from './apply-mutation.ts';
import { blocks, type GateFinding, gateError, publishedChanges, publishedLookup, runGate } from './gate.ts';
import type { WriteClass } from './large-transaction-limiter.ts';
import { normalizeReferences } from './normalize-references.ts';
import { redactError } from './redact-error.ts';
import { checkReferences } from './reference-check.ts';
import { checkReleases } from './release-lock.ts';
import type { CostMeter } from './transaction-cost.ts';
import { createWorkingSet, type WorkingDocument, type WorkingSet } from './working-set.ts';

/** One mutation or action, ready to run. */
type Operation<Result> = (set: WorkingSet) => Result;

export type CommitRequest<Result> = {
  author: Actor;
  kind: OperationKind;
  operations: Operation<Result>[];
  transactionId?: string;
  /** Runs and checks everything, then rolls back. */
  dryRun?: boolean;
  /** The cost that is known before any work is done, see `documentCostOf`. */
  minimumCost?: number;
  /** How much it may write; `usual` by default. */
  writeClass?: WriteClass;
  /** For an administrator's import: everything is stored, and `findings` lists what the gate would refuse. */
  bypassGate?: boolean;
};

/** A transaction with the documents before and after it. */
export type Committed = LoggedTransaction & { changes: WorkingDocument[] };

export type CommitResult<Result> = { transaction: Committed; results: Result[]; findings: GateFinding[] };

export type CommitParts = { store: Store; plugin: LakePlugin };

/**
 * Runs operations in the open SQLite transaction, with the plugin's additions and all checks. If it throws, the caller
 * must roll back, and drop the ids in `written` from the cache.
 */
export function runCommit<Result>(
  parts: CommitParts,
  request: CommitRequest<Result>,
  { written, meter }: { written: Set<string>; meter: CostMeter },
): CommitResult<Result> {
  const { documents, log } = parts.store;
  const transactionId = request.transactionId ?? newTransactionId();
  refuseDuplicateTransaction(transactionId, log);
  const now = new Date().toISOString();
  const set = createWorkingSet(documents, { transactionId, now, written, meter });
  const { results, findings, changes } = withOperationIndex(request, set, documents, () => {
    meter.expect(request.minimumCost ?? 0);
    const results = runOperations(request, set);
    set.write();
    const [isAction, isImport] = [request.kind === 'actionError', request.bypassGate === true];
    normalizeReferences(set, { author: request.author, isAction, isImport, documents, log, meter });
    set.write();
    checkPermissions(request, set, parts);
    const findings = runPlugin(parts, request, set);
    const changes = set.changes();
    checkReleases(request, changes, documents);
    checkReferences(changes, documents, request.author);
    return { results, findings, changes };
  });
  const effects = effectsOf(changes);
  for (const { id, isPurged } of changes) if (isPurged) log.purge(id);
  for (const publishedId of set.purgedGroups()) log.purgeGroup(publishedId);
  const logged = log.append({ id: transactionId, author: request.author.id, timestamp: now, effects });
  return { transaction: { ...logged, changes }, results, findings };
}

export function newTransactionId(): string {
  // Node caches random bytes for `randomUUID`; `randomBytes(16)` costs as much as writing a row.
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
}

function refuseDuplicateTransaction(id: string, log: TransactionLog): void {
  if (!log.has(id)) return;
  const description = `A transaction with the ID "${id}" has already been committed`;
  throw new LakeError(409, description, { error: { description, type: 'transactionAlreadyExistsError', id } });
}

function runOperations<Result>({ operations }: CommitRequest<Result>, set: WorkingSet): Result[] {
  const results = operations.map((operation, index) => {
    set.startOperation(index);
    try {
      return operation(set);
    } catch (error) {
      throw asOperationError(error) ?? error;
    }
  });
  set.startOperation(undefined);
  return results;
}

/** Applies what the plugin adds, then runs its gate over all published changes, the additions included. */
function runPlugin<Result>(
  { plugin, store }: CommitParts,
  request: CommitRequest<Result>,
  set: WorkingSet,
): GateFinding[] {
  const lookup = publishedLookup(store.documents);
  const additions = plugin.onCommit?.(publishedChanges(set.changes()), lookup) ?? [];
  for (const mutation of additions) applyMutation(mutation, set, () => []);
  set.write();
  const findings = runGate(publishedChanges(set.changes()), plugin, lookup);
  const refused = findings.filter(blocks);
  const last = request.operations.length - 1;
  if (refused.length > 0 && !request.bypassGate) throw gateError(refused, ({ id }) => set.operationOf({ id }) ?? last);
  return findings;
}

/** Adds to an error the index of the operation that failed, and redacts what its author may not read. */
function withOperationIndex<Result, Done>(
  { kind, operations, author }: CommitRequest<Result>,
  set: WorkingSet,
  documents: DocumentStore,
  run: () => Done,
): Done {
  try {
    return run();
  } catch (error) {
    const failure = error instanceof TooManyWords ? asOperationError(error) : error;
    if (!(failure instanceof OperationError)) throw error;
    const index = failure.operation ?? set.operationOf(failure.item) ?? operations.length - 1;
    throw operationFailed(kind, redactError(failure, author, documents), index);
  }
}

/** The effects of a transaction, for its history. */
export function effectsOf(changes: WorkingDocument[]): Effect[] {
  return changes.map(({ id, before, after, mutations, isPurged }) => {
    // A revert patch would keep the purged content.
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

/** The Studio sets `_rev` itself, from the transaction's id: patches that hold it break its history. */
function withoutRevision(document: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (!document) return null;
  const { _rev, ...rest } = document;
  return rest;
}

/** Runs before the plugin's additions, such as redirects: their author is the lake. */
function checkPermissions<Result>(
  { author }: CommitRequest<Result>,
  set: WorkingSet,
  { plugin, store }: Pick<CommitParts, 'plugin' | 'store'>,
): void {
  const get = (id: string) => store.documents.get(id);
  const may = (needed: 'create' | 'update', document: LakeDocument | undefined): boolean =>
    document === undefined || author.may(needed, document);
  for (const { id, before, after } of set.changes()) {
    const needed = before ? 'update' : 'create';
    const wasAllowed = before !== undefined && may(needed, before);
    const isAllowed =
      may(needed, before) && may(needed, after) && (plugin.mayChange?.(author, { before, after }, get) ?? true);
    // If the author may change the document as it was, the last operation made it one they may not write.
    const operation = wasAllowed ? set.operationOf({ id }) : set.firstOperationOn(id);
    if (!isAllowed) throw insufficientPermissions(needed, id, operation);
  }
}

function insufficientPermissions(permission: string, id: string, operation: number | undefined): OperationError {
  const description = `Insufficient permissions; permission "${permission}" required`;
  const item = { type: 'insufficientPermissionsError', id, permissions: [permission], description };
  return new OperationError(403, item, operation);
}
