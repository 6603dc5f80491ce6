import type { LakeDocument } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { OperationError } from '../errors.ts';
import { createBlame } from './blame.ts';
import { checkContent, checkIdentity } from './content-check.ts';
import type { Copies } from './editor.ts';
import type { Budget } from './find-places.ts';
import { limits } from './limits.ts';
import type { Mutation, PatchOperations } from './mutation.ts';
import { applyPatch } from './patch.ts';
import { documentCostOf, extentOf, unlimited, type Workload } from './workload.ts';

/** What a transaction has done to one document so far. */
export type WorkingDocument = {
  id: string;
  before: LakeDocument | undefined;
  after: LakeDocument | undefined;
  /** What was done, such that replaying it on `before` gives `after`. */
  mutations: Mutation[];
  /** What was known of it until now is to be forgotten for good. */
  isPurged?: boolean;
};

export type NewDocument = { _id: string; _type: string; [field: string]: unknown };

/** A transaction's view of the documents: what it has changed, over what is stored. */
export type WorkingSet = ReturnType<typeof createWorkingSet>;

type WorkingSetParts = {
  transactionId: string;
  now: string;
  /** Gets the ids of what is written: whoever rolls back must know what to forget. */
  written: Set<string>;
  load?: Workload;
};

export function createWorkingSet(
  documents: DocumentStore,
  { transactionId, now, written, load = unlimited }: WorkingSetParts,
) {
  const touched = new Map<string, WorkingDocument>();
  const unwritten = new Set<string>();
  const blame = createBlame();
  const purgedGroups = new Set<string>();
  const budget: Budget = { steps: limits.steps.value, load };
  /** Made by patches of one document that follow each other: a thousand of them copy a long list once. */
  let unseen: { id: string; copies: Copies } | undefined;

  function copiesFor(id: string): Copies {
    if (unseen?.id !== id) unseen = { id, copies: new WeakSet() };
    return unseen.copies;
  }

  function get(id: string): LakeDocument | undefined {
    const known = touched.get(id);
    return known ? known.after : documents.get(id);
  }

  /** What was there before has its price, known before anything is done to it. */
  function touch(id: string): WorkingDocument {
    const known = touched.get(id);
    if (known) return known;
    const before = documents.get(id);
    load.spend(before ? documentCostOf(extentOf(before)) : 0);
    const first = { id, before, after: before, mutations: [] };
    touched.set(id, first);
    return first;
  }

  function change(id: string, after: LakeDocument | undefined, ...mutations: Mutation[]): WorkingDocument {
    const known = touch(id);
    known.after = after;
    known.mutations.push(...mutations);
    blame.note(id, mutations);
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
    /** All that the transaction does, also besides writing. */
    load,

    /** Says which of the request's operations runs from now on; undefined: none, what follows is the lake's doing. */
    startOperation: blame.start,

    /** Which operation a failure is of, as far as that is known. */
    operationOf: blame.operationOf,

    firstOperationOn: blame.firstOperationOn,

    /** Whoever is given a document may put parts of it in another. */
    get(id: string): LakeDocument | undefined {
      unseen = undefined;
      return get(id);
    },

    /** Fails if there is such a document already. */
    create(document: NewDocument): void {
      if (get(document._id)) throw alreadyExists(document._id);
      const created = stamped(document);
      change(created._id, created, { create: withoutRevision(created) });
    },

    createOrReplace(document: NewDocument): void {
      const existing = get(document._id);
      // Another type is another document, which begins its life here.
      const isSameType = existing?._type === document._type;
      const created = stamped({ ...(isSameType && { _createdAt: existing._createdAt }), ...document });
      change(created._id, created, { createOrReplace: withoutRevision(created) });
    },

    /** A purged document's history goes with it. */
    delete(id: string, { purge = false }: { purge?: boolean } = {}): void {
      if (!get(id)) return;
      const deleted = change(id, undefined, { delete: { id } });
      deleted.isPurged ||= purge;
    },

    /** Has the history forgotten of a document and of every draft and version that it ever had. */
    purgeGroup(publishedId: string): void {
      purgedGroups.add(publishedId);
    },

    purgedGroups: (): string[] => [...purgedGroups],

    /** Fails if the document is missing, or has another revision than the one expected. */
    patch(id: string, operations: PatchOperations, expectedRevision?: string): void {
      const document = get(id);
      if (!document) throw notFound(id);
      expectRevision(document, expectedRevision);
      touch(id);
      const { document: patched, replay } = applyPatch(document, operations, budget, copiesFor(id));
      change(id, stamped(patched), ...replay.map((patch): Mutation => ({ patch: { id, ...patch } })));
    },

    expectRevision(id: string, expected: string | undefined): void {
      expectRevision(get(id), expected, id);
    },

    /** Brings what has been changed to the database, so that queries in the transaction see it. */
    write(): void {
      for (const id of unwritten) {
        blame.startWriting(id);
        written.add(id);
        const after = touched.get(id)?.after;
        // Once for all that was done to it: a thousand patches of a large document are no reason to walk it as often.
        if (after) load.spend(documentCostOf(checkContent(after)));
        if (after) documents.put(after);
        else documents.delete(id);
      }
      blame.startWriting(undefined);
      unwritten.clear();
    },

    /** Every document that is not as it was, in the order in which they were first touched. */
    changes(): WorkingDocument[] {
      unseen = undefined;
      return [...touched.values()].filter(({ before, after }) => before !== undefined || after !== undefined);
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
