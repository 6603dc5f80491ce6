import type { LakeDocument } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { OperationError } from '../errors.ts';
import { checkContent, checkIdentity } from './content-check.ts';
import type { OwnedCopies } from './copy-on-write.ts';
import type { Budget } from './find-places.ts';
import { limits } from './limits.ts';
import type { Mutation, PatchOperations } from './mutation.ts';
import { createOperationTracker } from './operation-tracker.ts';
import { applyPatch } from './patch.ts';
import { type CostMeter, contentSizeOf, documentCostOf, unmetered } from './transaction-cost.ts';

/** One document before and after what the transaction has done so far. */
export type WorkingDocument = {
  id: string;
  before: LakeDocument | undefined;
  after: LakeDocument | undefined;
  /** Replaying these on `before` gives `after`. */
  mutations: Mutation[];
  /** Whether its history is to be deleted. */
  isPurged?: boolean;
};

export type NewDocument = { _id: string; _type: string; [field: string]: unknown };

/** A unit of work: the documents that a transaction has changed, over the stored ones. */
export type WorkingSet = ReturnType<typeof createWorkingSet>;

type WorkingSetParts = {
  transactionId: string;
  now: string;
  /** Receives the ids that are written: after a rollback, they must be dropped from the cache. */
  written: Set<string>;
  meter?: CostMeter;
};

export function createWorkingSet(
  documents: DocumentStore,
  { transactionId, now, written, meter = unmetered }: WorkingSetParts,
) {
  const documentsById = new Map<string, WorkingDocument>();
  const unwritten = new Set<string>();
  const tracker = createOperationTracker();
  const purgedGroups = new Set<string>();
  const budget: Budget = { steps: limits.patchSteps.value, meter };
  /** Shared by successive patches of one document, so that a thousand of them copy a long list once. */
  let owned: { id: string; copies: OwnedCopies } | undefined;

  function ownedCopiesOf(id: string): OwnedCopies {
    if (owned?.id !== id) owned = { id, copies: new WeakSet() };
    return owned.copies;
  }

  function get(id: string): LakeDocument | undefined {
    const known = documentsById.get(id);
    return known ? known.after : documents.get(id);
  }

  /** Counts the cost of the stored document before it is changed. */
  function touch(id: string): WorkingDocument {
    const known = documentsById.get(id);
    if (known) return known;
    const before = documents.get(id);
    meter.spend(before ? documentCostOf(contentSizeOf(before)) : 0);
    const first = { id, before, after: before, mutations: [] };
    documentsById.set(id, first);
    return first;
  }

  function change(id: string, after: LakeDocument | undefined, ...mutations: Mutation[]): WorkingDocument {
    const known = touch(id);
    known.after = after;
    known.mutations.push(...mutations);
    tracker.record(id, mutations);
    unwritten.add(id);
    return known;
  }

  function stamped(document: NewDocument): LakeDocument {
    const createdAt = typeof document._createdAt === 'string' ? document._createdAt : now;
    const stampedDocument = { ...document, _rev: transactionId, _createdAt: createdAt, _updatedAt: now };
    checkIdentity(stampedDocument);
    return stampedDocument;
  }

  function withoutRevision(document: LakeDocument): NewDocument {
    const { _rev, ...rest } = document;
    return rest;
  }

  return {
    /** Counts the cost of the whole transaction, queries included. */
    meter,

    /** Names the operation that runs from now on; undefined for the lake's own additions. */
    startOperation: tracker.start,

    /** The operation that caused a failure, if it is known. */
    operationOf: tracker.operationOf,

    firstOperationOn: tracker.firstOperationOn,

    /** Callers may put parts of it in another document, so later patches must copy again. */
    get(id: string): LakeDocument | undefined {
      owned = undefined;
      return get(id);
    },

    /** Throws if the id is taken. */
    create(document: NewDocument): void {
      if (get(document._id)) throw alreadyExists(document._id);
      const created = stamped(document);
      change(created._id, created, { create: withoutRevision(created) });
    },

    createOrReplace(document: NewDocument): void {
      const existing = get(document._id);
      // With another type it is another document, created now.
      const isSameType = existing?._type === document._type;
      const created = stamped({ ...(isSameType && { _createdAt: existing._createdAt }), ...document });
      change(created._id, created, { createOrReplace: withoutRevision(created) });
    },

    /** `purge` also deletes the history. */
    delete(id: string, { purge = false }: { purge?: boolean } = {}): void {
      if (!get(id)) return;
      const deleted = change(id, undefined, { delete: { id } });
      deleted.isPurged ||= purge;
    },

    /** Deletes the history of a document and of every draft and version it ever had. */
    purgeGroup(publishedId: string): void {
      purgedGroups.add(publishedId);
    },

    purgedGroups: (): string[] => [...purgedGroups],

    /** Throws if the document is missing, or has another revision than expected. */
    patch(id: string, operations: PatchOperations, expectedRevision?: string): void {
      const document = get(id);
      if (!document) throw notFound(id);
      expectRevision(document, expectedRevision);
      touch(id);
      const { document: patched, replay } = applyPatch(document, operations, budget, ownedCopiesOf(id));
      change(id, stamped(patched), ...replay.map((patch): Mutation => ({ patch: { id, ...patch } })));
    },

    expectRevision(id: string, expected: string | undefined): void {
      expectRevision(get(id), expected, id);
    },

    /** Flushes changed documents to the database, so that queries in the transaction see them. */
    write(): void {
      for (const id of unwritten) {
        tracker.startWriting(id);
        written.add(id);
        const after = documentsById.get(id)?.after;
        // Once per flush: after a thousand patches, a large document is validated once.
        if (after) meter.spend(documentCostOf(checkContent(after)));
        if (after) documents.put(after);
        else documents.delete(id);
      }
      tracker.startWriting(undefined);
      unwritten.clear();
    },

    /** All changed documents, in the order in which they were first changed. */
    changes(): WorkingDocument[] {
      owned = undefined;
      return [...documentsById.values()].filter(({ before, after }) => before !== undefined || after !== undefined);
    },
  };
}

function expectRevision(document: LakeDocument | undefined, expected: string | undefined, id = document?._id): void {
  if (expected === undefined || document?._rev === expected) return;
  throw new OperationError(409, {
    type: 'documentRevisionIDDoesNotMatchError',
    id,
    currentRevisionID: document?._rev,
    expectedRevisionID: expected,
    description: `document has unexpected revision ID (${document?._rev ?? 'none'}), expected ${expected}`,
  });
}

export function alreadyExists(id: string): OperationError {
  return new OperationError(409, {
    type: 'documentAlreadyExistsError',
    id,
    description: `Document by ID "${id}" already exists`,
  });
}

export function notFound(id: string): OperationError {
  return new OperationError(404, {
    type: 'documentNotFoundError',
    id,
    description: `The document with the ID "${id}" was not found`,
  });
}
