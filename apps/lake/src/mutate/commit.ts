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
import { conceal } from './conceal.ts';
import { askGate, blocks, type GateFinding, publishedChanges, publishedLookup, refusal } from './gate.ts';
import { checkReferences } from './reference-check.ts';
import { checkReleases } from './release-lock.ts';
import { settleReferences } from './settle-references.ts';
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
  const { results, findings, changes } = namingTheFailed(request, set, documents, () => {
    load.expect(request.price ?? 0);
    const results = runOperations(request, set);
    set.write();
    const [isAction, isImport] = [request.kind === 'actionError', request.bypassGate === true];
    settleReferences(set, { author: request.author, isAction, isImport, documents, log, load });
    set.write();
    checkPermissions(request, set, parts);
    const findings = publish(parts, request, set);
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
  // Node keeps random bytes in store for UUIDs; a call for sixteen of them costs as much as writing a row.
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
}

function refuseKnownTransaction(id: string, log: TransactionLog): void {
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
  const last = request.operations.length - 1;
  if (refused.length > 0 && !request.bypassGate) throw refusal(refused, ({ id }) => set.operationOf({ id }) ?? last);
  return findings;
}

/** Runs a commit; what fails is answered with the index of the operation that failed, as far as its author may hear. */
function namingTheFailed<Result, Done>(
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
    throw operationFailed(kind, conceal(failure, author, documents), index);
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
  { author }: CommitRequest<Result>,
  set: WorkingSet,
  { plugin, store }: Pick<WriterParts, 'plugin' | 'store'>,
): void {
  const get = (id: string) => store.documents.get(id);
  const may = (needed: 'create' | 'update', document: LakeDocument | undefined): boolean =>
    document === undefined || author.may(needed, document);
  for (const { id, before, after } of set.changes()) {
    const needed = before ? 'update' : 'create';
    const wasAllowed = before !== undefined && may(needed, before);
    const isAllowed =
      may(needed, before) && may(needed, after) && (plugin.mayChange?.(author, { before, after }, get) ?? true);
    // Whoever may change the document has in the end made one of it that they may not.
    const operation = wasAllowed ? set.operationOf({ id }) : set.firstOperationOn(id);
    if (!isAllowed) throw insufficientPermissions(needed, id, operation);
  }
}

function insufficientPermissions(permission: string, id: string, operation: number | undefined): OperationError {
  const description = `Insufficient permissions; permission "${permission}" required`;
  const item = { type: 'insufficientPermissionsError', id, permissions: [permission], description };
  return new OperationError(403, item, operation);
}
