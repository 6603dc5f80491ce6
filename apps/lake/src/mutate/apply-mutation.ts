import { randomUUID } from 'node:crypto';
import type { DocumentStub } from '@bodytext/groq/document';
import { OperationError } from '../errors.ts';
import { limits } from './limits.ts';
import type { Mutation } from './mutation.ts';
import type { NewDocument, WorkingSet } from './working-set.ts';
import type { Workload } from './workload.ts';

/** What became of one document, as the answer to a mutation says it. */
export type MutationResult = { id: string; operation: 'create' | 'update' | 'delete' | 'none' };

/** Finds the documents of a mutation that selects by query; sees what the transaction has written. */
export type SelectIds = (query: string, params: Record<string, unknown>, load: Workload) => string[];

/** Applies one mutation to the working set. */
export function applyMutation(mutation: Mutation, set: WorkingSet, select: SelectIds): MutationResult[] {
  if ('create' in mutation) {
    const document = identified(mutation.create);
    set.create(document);
    return [{ id: document._id, operation: 'create' }];
  }
  if ('createIfNotExists' in mutation) return createIfNotExists(identified(mutation.createIfNotExists), set);
  if ('createOrReplace' in mutation) {
    const document = identified(mutation.createOrReplace);
    const operation = set.get(document._id) ? 'update' : 'create';
    set.createOrReplace(document);
    return [{ id: document._id, operation }];
  }
  if ('delete' in mutation) {
    const { purge } = mutation.delete;
    return selected(mutation.delete, set, select).map((id) => deleteOne(id, set, purge));
  }
  return patch(mutation.patch, set, select);
}

/** Ids that are missing or end with a dot are the lake's to choose: `drafts.` makes a new draft. */
function identified(stub: DocumentStub): NewDocument {
  const id = stub._id ?? '';
  return { ...stub, _id: id === '' || id.endsWith('.') ? `${id}${randomUUID()}` : id };
}

function createIfNotExists(document: NewDocument, set: WorkingSet): MutationResult[] {
  if (set.get(document._id)) return [{ id: document._id, operation: 'none' }];
  set.create(document);
  return [{ id: document._id, operation: 'create' }];
}

/** @see https://www.sanity.io/docs/http-reference/mutation#delete */
function tooMany(count: number): OperationError {
  const description = `The query selects ${count} documents; a mutation may change at most ${limits.selected.value}.`;
  return new OperationError(400, { type: 'validationError', description });
}

type Selection = { id: string } | { query: string; params?: Record<string, unknown> };

function selected(selection: Selection, set: WorkingSet, select: SelectIds): string[] {
  if ('id' in selection) return [selection.id];
  set.write();
  const ids = select(selection.query, selection.params ?? {}, set.load);
  if (ids.length > limits.selected.value) throw tooMany(ids.length);
  return ids;
}

function deleteOne(id: string, set: WorkingSet, purge: boolean | undefined): MutationResult {
  const exists = set.get(id) !== undefined;
  set.delete(id, { purge });
  return { id, operation: exists ? 'delete' : 'none' };
}

function patch(
  { ifRevisionID, ...rest }: Extract<Mutation, { patch: unknown }>['patch'],
  set: WorkingSet,
  select: SelectIds,
): MutationResult[] {
  return selected(rest, set, select).map((id) => {
    set.patch(id, operationsOf(rest), ifRevisionID);
    return { id, operation: 'update' };
  });
}

function operationsOf(patch: Extract<Mutation, { patch: unknown }>['patch']) {
  const { setIfMissing, set, unset, diffMatchPatch, inc, dec, insert } = patch;
  return Object.fromEntries(
    Object.entries({ setIfMissing, set, unset, diffMatchPatch, inc, dec, insert }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
