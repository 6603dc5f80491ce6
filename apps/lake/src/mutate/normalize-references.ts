import { mayRead } from '@bodytext/groq/access';
import { draftIdOf, isPublishedId, type LakeDocument, publishedIdOf } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import {
  isCrossDataset,
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
import { type CostMeter, contentSizeOf, documentCostOf } from './transaction-cost.ts';
import type { NewDocument, WorkingSet } from './working-set.ts';

/** Looks up the targets of a document's references. */
export type Targets = {
  /** The type of a target that may be referred to weakly until it is published. */
  typeOf(id: string): string | undefined;
  exists(id: string): boolean;
  /** Whether a target may be missing as long as the reference has `_strengthenOnPublish`. */
  isCreatedLater: boolean;
};

type Parts = {
  author: Actor;
  isAction: boolean;
  /** `@sanity/import` makes references strong after all documents are imported, also those to drafts. */
  isImport: boolean;
  documents: DocumentStore;
  log: TransactionLog;
  meter: CostMeter;
};

/**
 * Normalizes the references that a transaction has written.
 *
 * An older revision may refer to a document that was deleted since. The Studio restores revisions by the same actions
 * by which it edits, so actions store such a reference as a weak one with `_strengthenOnPublish`. A reference to a
 * document that never existed is left as it is, and refused by the reference check.
 *
 * @see https://www.sanity.io/docs/studio/reference-type
 */
export function normalizeReferences(set: WorkingSet, parts: Parts): void {
  const { author, documents, isAction, isImport } = parts;
  const typeOfDeleted = deletedTypes(parts);
  const exists = (id: string): boolean => documents.get(id) !== undefined;
  const typeOf = (id: string): string | undefined => typeFor(author, documents.get(id));
  for (const { id, after } of set.changes()) {
    const isCreatedLater = isAction && !isPublishedId(id);
    const typeOfTarget = (target: string): string | undefined =>
      typeOf(target) ??
      (isCreatedLater ? typeOfDeleted(target) : undefined) ??
      (isImport ? typeOf(draftIdOf(target)) : undefined);
    const changed = after ? normalizedReferences(after, { typeOf: typeOfTarget, exists, isCreatedLater }) : {};
    if (Object.keys(changed).length > 0) set.patch(id, { set: changed });
  }
}

/** Looks up and caches the types of deleted documents, from the history. */
function deletedTypes({ author, log, meter }: Parts): (id: string) => string | undefined {
  const types = new Map<string, string | undefined>();
  return (id) => {
    if (types.has(id)) return types.get(id);
    const content = lastContentOf(id, log);
    meter.spend(documentCostOf(contentSizeOf(content)));
    types.set(id, typeFor(author, content));
    return types.get(id);
  };
}

/** An unreadable document counts as missing: otherwise its reference would reveal it. */
function typeFor({ access }: Actor, document: LakeDocument | undefined): string | undefined {
  return document && mayRead(access, document) ? document._type : undefined;
}

/**
 * The references of a document that must be stored differently, by path. A reference names the published id, not a
 * draft or version: published documents could not resolve it, and publishing the draft would leave it dangling.
 */
export function normalizedReferences(document: NewDocument, targets: Targets): Record<string, object> {
  const isNormalized = referencesIn(document).every(
    ({ to, strong }) => to === documentIdOf(to) && (!strong || targets.exists(to)),
  );
  if (isNormalized) return {};
  const normalized = placedReferencesIn(document).flatMap(({ place, reference }) => {
    const changed = isCrossDataset(reference) ? undefined : normalize(reference, targets);
    return changed ? [[pathText(place), changed]] : [];
  });
  return Object.fromEntries(normalized);
}

function normalize(reference: Reference, { typeOf, exists, isCreatedLater }: Targets): object | undefined {
  const _ref = documentIdOf(reference._ref);
  const renamed = _ref === reference._ref ? undefined : { ...reference, _ref };
  if (!isStrong(reference) || exists(_ref)) return renamed;
  const { _strengthenOnPublish: marker } = reference;
  if (isCreatedLater && isObject(marker)) return { ...reference, _ref, _weak: true };
  const type = typeOf(_ref) ?? typeOf(reference._ref);
  return type === undefined ? renamed : { ...reference, _ref, _weak: true, _strengthenOnPublish: { type } };
}

/** The published id, also of a draft of a draft. */
function documentIdOf(id: string): string {
  const published = publishedIdOf(id);
  return published === id || published === '' ? id : documentIdOf(published);
}
