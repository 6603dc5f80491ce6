import { isDecidedById, mayRead, type ReadAccess } from '../access.ts';
import type { Deadline } from '../deadline.ts';
import { isVersionId, type LakeDocument, published, publishedIdOf, splitId, variantId } from '../document.ts';
import { type Perspective, publishedOnly } from '../perspective.ts';
import type { DocumentStore } from '../store/documents.ts';
import { withId } from '../store/lazy-document.ts';
import { integer, text } from '../store/row.ts';
import { checkListSize } from './check-list-size.ts';
import type { CoveredPaths } from './index-coverage.ts';
import { type CandidateDocument, indexOnlyScan } from './index-only-scan.ts';
import { inIndexOrder, isIndexComplete, type Order } from './index-order.ts';
import type { Condition, Lookup } from './plan.ts';
import { type Keys, type Selection, selectionOf } from './selection.ts';

/** Lookups by one index, or of all documents. */
export type CandidateKind = 'id' | 'group' | 'slug' | 'references' | 'type' | 'all';

/** The documents that a filter needs. */
export type CandidateRequest = {
  condition: Condition | undefined;
  keys: Keys;
  /** The order of a top-N query. */
  order?: Order | undefined;
  /** Whether a top-N query has its documents: called before each read. */
  isEnough?: () => boolean;
  /** The N of a top-N query. */
  needed?: number;
  /** The values that the query uses, if an index covers them: partial documents with these will do. */
  paths?: CoveredPaths | undefined;
};

/** The documents that a query sees, by its perspective and its reader's rights. */
export type Candidates = {
  /** The documents that may pass a filter: a superset, which groq-js then filters. */
  fetch(request: CandidateKind | CandidateRequest, keys?: readonly string[]): CandidateDocument[];
  get(id: string): LakeDocument | undefined;
  /** Whether the fetched documents all pass the filter, so that it need not be evaluated. */
  allPass?(request: CandidateRequest): boolean;
  /** Index lookups for conditions on whole documents; without it, these are evaluated. */
  index?: IndexAnswers;
  /** How many documents pass a filter; undefined unless the index decides it. */
  count?(request: CandidateRequest): number | undefined;
};

export type IndexAnswers = {
  /**
   * The stored ids of the documents that may match a lookup. Cached while `args` stay the same; `key` is made of them.
   */
  matching(lookup: Lookup, args: readonly unknown[], key: unknown): IndexMatches;
  /** The stored id of a document as a query sees it. */
  storedId(seen: { _id: unknown; _originalId: unknown }): string;
  /** The whole document, as a query sees it. */
  readWhole(storedId: string): LakeDocument | undefined;
};

/** Exact: these documents match and no others. */
export type IndexMatches = { ids: { has(id: string): boolean }; isExact: boolean };

const everyDocumentMayMatch: IndexMatches = { ids: { has: () => true }, isExact: false };

type Scope = { documents: DocumentStore; perspective: Perspective; access: ReadAccess; fewCandidates?: number };

export function createCandidates(
  { documents, perspective: requested, access, fewCandidates }: Scope,
  deadline: Deadline,
): Candidates {
  const perspective = perspectiveFor(requested, access);
  const isRaw = perspective.kind === 'raw';
  const show = viewOf(documents, perspective, access);
  const fetched = new Map<string, CandidateDocument[]>();
  const matches = new Map<Lookup, IndexMatches & { args: readonly unknown[] }>();

  function read(id: string): LakeDocument | undefined {
    if (documents.cachedSize(id) === undefined) {
      // Stopping here keeps the cache of documents for the next query; terminating the thread would lose it.
      deadline.check();
      deadline.charge?.(costs.read);
    }
    const document = documents.get(id);
    deadline.charge?.(costs.evaluate + (documents.cachedSize(id) ?? 0) / charactersPerUnit);
    return document && mayRead(access, document) ? show(document) : undefined;
  }

  /** The id of the readable variant in the uppermost layer. */
  function uppermostId(publishedId: string): string | undefined {
    const ids = perspective.kind === 'raw' ? [] : perspective.layers.map((layer) => variantId(layer, publishedId));
    return ids.find((id) => {
      const document = documents.get(id);
      return document !== undefined && mayRead(access, document);
    });
  }

  /** Documents one by one, until enough have passed the filter. */
  function* readLazily(request: CandidateRequest, isEnough: () => boolean): Generator<CandidateDocument> {
    const selection = selectionFor(request, perspective, access);
    const ordered = request.order && inIndexOrder(documents, selection, request.order, { isRaw, fewCandidates });
    if (request.order && !ordered) {
      // Without an index in this order, all documents are needed to sort them.
      yield* fetchAll(request);
      return;
    }
    if (!ordered) {
      const partial = readPartial(selection, request);
      for (const document of partial ?? []) {
        if (isEnough()) return;
        yield document;
      }
      if (partial) return;
      for (const id of idsOf(selection)) {
        if (isEnough()) return;
        const document = read(id);
        if (document) yield document;
      }
      return;
    }
    for (const { id, isTied } of ordered) {
      if (!isTied && isEnough()) return;
      const document = read(id);
      if (document) yield document;
    }
  }

  /** Memoised, since a subquery makes the same request for each document. */
  function fetchAll(request: CandidateRequest): CandidateDocument[] {
    const selection = selectionFor(request, perspective, access);
    const key = `${selection.sql}\n${JSON.stringify([selection.values, request.paths])}`;
    const known = fetched.get(key);
    if (known) {
      deadline.charge?.(known.length * costs.evaluate);
      return known;
    }
    const found = readPartial(selection, request) ?? idsOf(selection).flatMap((id) => read(id) ?? []);
    fetched.set(key, found);
    return found;
  }

  function idsOf(selection: Selection): string[] {
    checkListSize(documents, selection, deadline);
    const { sql, values } = selection;
    return documents.idsWhere(sql, values);
  }

  function unsortedIdsOf(selection: Selection): string[] {
    checkListSize(documents, selection, deadline);
    const { sql, values } = selection;
    return documents
      .queryRows(`SELECT d.id AS id FROM documents AS d WHERE ${sql}`, values)
      .map((row) => text(row, 'id'));
  }

  /** Partial documents from the index; undefined where it does not cover the query or reading is cheaper. */
  function readPartial(
    selection: Selection,
    { paths, order, needed }: CandidateRequest,
  ): CandidateDocument[] | undefined {
    const isVisibilityInSql = access.kind === 'everything' || (access.kind === 'public' && layersOf(perspective) === 1);
    if (!paths || !isVisibilityInSql) return undefined;
    checkListSize(documents, selection, deadline);
    const toRead = order ? undefined : needed;
    const found = indexOnlyScan(documents, selection, paths, { deadline, toRead, isForced: fewCandidates === 0 });
    return found?.flatMap(({ id, partial }) => {
      if (!partial) return read(id) ?? [];
      return isRaw ? partial : { ...partial, _id: publishedIdOf(id), _originalId: id };
    });
  }

  return {
    fetch(request, keys = []) {
      deadline.check();
      if (access.kind === 'nothing') return [];
      if (typeof request === 'string') return fetchAll(requestByKind(request, keys));
      if (!request.isEnough) return fetchAll(request);
      const { isEnough } = request;
      return arrayOver(() => readLazily(request, isEnough));
    },

    get(id) {
      deadline.check();
      if (access.kind === 'nothing') return undefined;
      const uppermost = isRaw ? id : uppermostId(publishedIdOf(id));
      return uppermost === undefined ? undefined : read(uppermost);
    },

    index: {
      matching(lookup, args, key) {
        const known = matches.get(lookup);
        if (known?.args.every((argument, position) => argument === args[position])) return known;
        const selection = selectionOf(lookup, new Map([[lookup, key]]), { isRaw });
        const isDecided = selection !== undefined && isExact(documents, selection);
        const found = selection
          ? { ids: new Set(unsortedIdsOf(selection)), isExact: isDecided }
          : everyDocumentMayMatch;
        matches.set(lookup, { ...found, args });
        return found;
      },
      storedId: ({ _id, _originalId }) => String(isRaw ? _id : _originalId),
      readWhole: read,
    },

    allPass: (request) => isExact(documents, selectionFor(request, perspective, access)),

    count(request) {
      deadline.check();
      const selection = exactSelection({ documents, perspective, access }, request);
      if (!selection) return undefined;
      deadline.charge?.(costs.read);
      return integer(
        documents.queryRows(`SELECT count(*) AS n FROM documents AS d WHERE ${selection.sql}`, selection.values)[0],
        'n',
      );
    },
  };
}

function layersOf(perspective: Perspective): number {
  return perspective.kind === 'raw' ? 1 : perspective.layers.length;
}

/** Anonymous readers see published documents only: otherwise a missing one would reveal that it has a draft. */
function perspectiveFor(perspective: Perspective, access: ReadAccess): Perspective {
  return access.kind === 'public' && perspective.kind === 'layers' ? publishedOnly : perspective;
}

/** The visible documents that may pass a filter. */
function selectionFor({ condition, keys }: CandidateRequest, perspective: Perspective, access: ReadAccess): Selection {
  const visible = visibility(perspective, access);
  const selection = condition && selectionOf(condition, keys, { isRaw: perspective.kind === 'raw' });
  if (!selection)
    return { sql: visible, values: [], index: 'none', isExact: condition === undefined, exactIfComplete: [] };
  const visibleOnly: Selection = { sql: visible, values: [], index: 'none', isExact: true, exactIfComplete: [] };
  return {
    ...selection,
    sql: `${selection.sql} AND ${visible}`,
    parts: [...(selection.parts ?? [selection]), visibleOnly],
  };
}

/** A selection of just the documents that pass the filter; undefined where they must be evaluated. */
export function exactSelection(
  { documents, perspective: requested, access }: Scope,
  request: CandidateRequest,
): Selection | undefined {
  const perspective = perspectiveFor(requested, access);
  const isOneLayer = perspective.kind === 'raw' || perspective.layers.length === 1;
  if (!isOneLayer || !isDecidedById(access)) return undefined;
  const selection = selectionFor(request, perspective, access);
  return isExact(documents, selection) ? selection : undefined;
}

function isExact(documents: DocumentStore, { isExact, exactIfComplete }: Selection): boolean {
  return isExact && exactIfComplete.every((path) => isIndexComplete(documents, path));
}

/** In units of about a microsecond: reading and parsing a document, and evaluating a parsed one. */
export const costs = { evaluate: 1, read: 20 };
/** Evaluation takes longer on longer documents: one unit more for this many characters of JSON. */
export const charactersPerUnit = 8_192;

function requestByKind(kind: CandidateKind, keys: readonly string[]): CandidateRequest {
  if (kind === 'all') return { condition: undefined, keys: new Map() };
  const lookup = { index: kind, path: '', operator: 'call', key: { type: 'Value', value: keys } };
  return { condition: lookup, keys: new Map([[lookup, keys]]) };
}

/** An array for groq-js that reads each document only when a loop reaches it. */
export function arrayOver(read: () => Iterable<CandidateDocument>): CandidateDocument[] {
  const list: CandidateDocument[] = [];
  return Object.defineProperty(list, Symbol.iterator, { value: () => read()[Symbol.iterator]() });
}

type View = (document: LakeDocument) => LakeDocument | undefined;

/** Shows a document as the perspective does: under its published id, unless a layer above hides or replaces it. */
function viewOf(documents: DocumentStore, perspective: Perspective, access: ReadAccess): View {
  if (perspective.kind === 'raw') return (document) => document;
  const { layers } = perspective;

  function isHidden(id: string): boolean {
    if (layers.length === 1) return false;
    const { publishedId, variant } = splitId(id);
    return layers.slice(0, layers.indexOf(variant)).some((layer) => {
      const other = documents.get(variantId(layer, publishedId));
      return other !== undefined && mayRead(access, other);
    });
  }

  // For readers of everything, `visibility` already excludes hidden documents.
  const isExcludedBySql = access.kind === 'everything';
  return (document) => {
    if (isRemoval(document) || (!isExcludedBySql && isHidden(document._id))) return undefined;
    return underPublishedId(document);
  };
}

const renamed = new WeakMap<LakeDocument, LakeDocument>();

function underPublishedId(document: LakeDocument): LakeDocument {
  const known = renamed.get(document);
  if (known) return known;
  const copy = withId(document, publishedIdOf(document._id), document._id);
  renamed.set(document, copy);
  return copy;
}

/** A version that unpublishes the document when its release is published. */
function isRemoval(document: LakeDocument): boolean {
  if (!isVersionId(document._id)) return false;
  const system = document._system;
  return typeof system === 'object' && system !== null && 'delete' in system && system.delete === true;
}

function visibility(perspective: Perspective, access: ReadAccess): string {
  if (perspective === publishedOnly && access.kind === 'everything') return publishedVariant;
  return [...accessConditions(access), ...layerConditions(perspective, access)].join(' AND ') || '1';
}

/** The part of the rights that a document's id decides. */
function accessConditions(access: ReadAccess): string[] {
  if (access.kind === 'public') return ['d.private = 0'];
  return access.kind === 'unversioned' ? ["d.variant NOT GLOB 'versions.*'", ...accessConditions(access.of)] : [];
}

/** The most frequent condition, prepared once. */
const publishedVariant = `d.variant = '${published}'`;

/** Layer names match `[a-zA-Z0-9_-]+`, so they need no escaping in SQL. */
function layerConditions(perspective: Perspective, access: ReadAccess): string[] {
  if (perspective.kind === 'raw') return [];
  const [only, ...others] = perspective.layers;
  if (others.length === 0) return [`d.variant = '${only}'`];
  const names = perspective.layers.map((layer) => `'${layer}'`);
  const inOne = `d.variant IN (${names.join(', ')})`;
  if (access.kind !== 'everything') return [inOne];
  const levels = names.map((name, level) => `WHEN ${name} THEN ${level}`).join(' ');
  const uppermost = `SELECT variant FROM documents AS o WHERE o.group_id = d.group_id AND o.variant IN (${names.join(', ')})
    ORDER BY CASE o.variant ${levels} END LIMIT 1`;
  return [inOne, `d.variant = (${uppermost})`];
}
