import { mayRead } from '@bodytext/groq/access';
import { draftIdOf, isPublishedId, type LakeDocument, publishedIdOf } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import {
  isElsewhere,
  isStrong,
  placedReferencesIn,
  type Reference,
  referencesIn,
} from '@bodytext/groq/store/references-in';
import { lastContentOf } from '../history/document-history.ts';
import type { TransactionLog } from '../history/transaction-log.ts';
import type { Actor } from '../people/actor.ts';
import { isObject } from './find-places.ts';
import { pathText } from './path-text.ts';
import type { NewDocument, WorkingSet } from './working-set.ts';
import { documentCostOf, extentOf, type Workload } from './workload.ts';

/** What is known of the documents that a document refers to. */
export type Targets = {
  /** The type of a document that may be referred to by a weak reference, for the time being. */
  typeOf(id: string): string | undefined;
  isThere(id: string): boolean;
  /** Whether a reference that says that it is to become strong may be weak until then. */
  mayWait: boolean;
};

type Parts = {
  author: Actor;
  isAction: boolean;
  /** Sanity's program for imports makes references strong after all documents have come, those to drafts as well. */
  isImport: boolean;
  documents: DocumentStore;
  log: TransactionLog;
  load: Workload;
};

/**
 * Changes references that a transaction has written and that could not hold.
 *
 * What a draft or version referred to when it was put into the history may be gone by now. Sanity's Studio restores it by
 * the same actions by which it writes, so that in actions all of them take a reference to what is gone: a weak one, that
 * is to become strong when its document is published. One to what never was is left as it is, to be refused.
 *
 * @see https://www.sanity.io/docs/studio/reference-type
 */
export function settleReferences(set: WorkingSet, parts: Parts): void {
  const { author, documents, isAction, isImport } = parts;
  const typeOfGone = rememberGone(parts);
  const isThere = (id: string): boolean => documents.get(id) !== undefined;
  const typeOf = (id: string): string | undefined => typeFor(author, documents.get(id));
  for (const { id, after } of set.changes()) {
    const mayWait = isAction && !isPublishedId(id);
    const typeOfTarget = (target: string): string | undefined =>
      typeOf(target) ??
      (mayWait ? typeOfGone(target) : undefined) ??
      (isImport ? typeOf(draftIdOf(target)) : undefined);
    const settled = after ? settledReferences(after, { typeOf: typeOfTarget, isThere, mayWait }) : {};
    if (Object.keys(settled).length > 0) set.patch(id, { set: settled });
  }
}

/** The types of documents that are gone. */
function rememberGone({ author, log, load }: Parts): (id: string) => string | undefined {
  const types = new Map<string, string | undefined>();
  return (id) => {
    if (types.has(id)) return types.get(id);
    const content = lastContentOf(id, log);
    load.spend(documentCostOf(extentOf(content)));
    types.set(id, typeFor(author, content));
    return types.get(id);
  };
}

/** Whoever may not read a document learns nothing of it from what becomes of a reference to it. */
function typeFor({ access }: Actor, document: LakeDocument | undefined): string | undefined {
  return document && mayRead(access, document) ? document._type : undefined;
}

/**
 * The references of a document that are to be stored otherwise than they were sent, by their paths.
 * A reference names a document, not one of its drafts or versions: nothing that is published could follow it there, and
 * it would point nowhere as soon as the draft is published.
 */
export function settledReferences(document: NewDocument, targets: Targets): Record<string, object> {
  const isSettled = referencesIn(document).every(
    ({ to, strong }) => to === documentIdOf(to) && (!strong || targets.isThere(to)),
  );
  if (isSettled) return {};
  const settled = placedReferencesIn(document).flatMap(({ place, reference }) => {
    const better = isElsewhere(reference) ? undefined : settle(reference, targets);
    return better ? [[pathText(place), better]] : [];
  });
  return Object.fromEntries(settled);
}

function settle(reference: Reference, { typeOf, isThere, mayWait }: Targets): object | undefined {
  const _ref = documentIdOf(reference._ref);
  const renamed = _ref === reference._ref ? undefined : { ...reference, _ref };
  if (!isStrong(reference) || isThere(_ref)) return renamed;
  const { _strengthenOnPublish: wish } = reference;
  if (mayWait && isObject(wish)) return { ...reference, _ref, _weak: true };
  const type = typeOf(_ref) ?? typeOf(reference._ref);
  return type === undefined ? renamed : { ...reference, _ref, _weak: true, _strengthenOnPublish: { type } };
}

/** The published document's id, of its draft's or version's. */
function documentIdOf(id: string): string {
  const published = publishedIdOf(id);
  return published === id || published === '' ? id : documentIdOf(published);
}
