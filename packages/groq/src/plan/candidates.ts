import { isToldById, mayRead, type ReadAccess } from '../access.ts';
import type { Deadline } from '../deadline.ts';
import { isVersionId, type LakeDocument, published, publishedIdOf, splitId, variantId } from '../document.ts';
import { type Perspective, publishedOnly } from '../perspective.ts';
import type { DocumentStore } from '../store/documents.ts';
import { withId } from '../store/outline.ts';
import { integer, text } from '../store/row.ts';
import { checkListed } from './check-listed.ts';
import { inIndexOrder, isTold, type Order } from './index-order.ts';
import type { KnownPaths } from './known-uses.ts';
import type { Condition, Lookup } from './plan.ts';
import { type Keys, type Selection, selectionOf } from './selection.ts';
import { type SeenDocument, thinDocuments } from './thin-documents.ts';

/** The simplest questions: by one index, or for all. */
export type CandidateKind = 'id' | 'group' | 'slug' | 'references' | 'type' | 'all';

/** What a filter asks for, and how much of it is needed. */
export type Wanted = {
  condition: Condition | undefined;
  keys: Keys;
  /** What the documents are ordered by before only the first of them are taken. */
  order?: Order | undefined;
  /** Whether enough have passed the filter; asked before each further document is read. */
  isEnough?: () => boolean;
  /** So many are enough. */
  needed?: number;
  /** The only values that are asked of the documents, if no more than these are. */
  paths?: KnownPaths | undefined;
};

/** The documents one query sees, through its perspective and its reader's rights. */
export type Candidates = {
  /** Those that may satisfy a filter: a superset, which groq-js then filters. */
  fetch(wanted: CandidateKind | Wanted, keys?: readonly string[]): SeenDocument[];
  get(id: string): LakeDocument | undefined;
  /** Whether all that are fetched for a filter pass it, so that it need not be evaluated for each. */
  allPass?(wanted: Wanted): boolean;
  /** What an index tells of documents that are not read; without it, they are. */
  told?: Told;
  /** How many pass a filter, if the index can tell. */
  count?(wanted: Wanted): number | undefined;
};

export type Told = {
  /** The ids in the store of the documents that may pass a condition with these arguments, which make this key. */
  passing(lookup: Lookup, args: readonly unknown[], key: unknown): Passing;
  /** Of a document that a query sees, its id in the store. */
  storedId(seen: { _id: unknown; _originalId: unknown }): string;
  /** A stored document as a query sees it. */
  whole(storedId: string): LakeDocument | undefined;
};

/** Exact: all of them do pass, and no others. */
export type Passing = { ids: { has(id: string): boolean }; isExact: boolean };

/** Nothing is known: any may pass. */
const anyMayPass: Passing = { ids: { has: () => true }, isExact: false };

type Scope = { documents: DocumentStore; perspective: Perspective; access: ReadAccess; fewCandidates?: number };

export function createCandidates(
  { documents, perspective: asked, access, fewCandidates }: Scope,
  deadline: Deadline,
): Candidates {
  const perspective = perspectiveFor(asked, access);
  const isRaw = perspective.kind === 'raw';
  const shown = shownBy(documents, perspective, access);
  const fetched = new Map<string, SeenDocument[]>();
  const passed = new Map<Lookup, Passing & { args: readonly unknown[] }>();

  function read(id: string): LakeDocument | undefined {
    if (documents.cachedSize(id) === undefined) {
      // A query that stops itself leaves what it has read to the next; one that is stopped takes its thread with it.
      deadline.check();
      deadline.charge?.(costs.read);
    }
    const document = documents.get(id);
    deadline.charge?.(costs.look + (documents.cachedSize(id) ?? 0) / charactersAUnit);
    return document && mayRead(access, document) ? shown(document) : undefined;
  }

  function inLayers(publishedId: string): string | undefined {
    const ids = perspective.kind === 'raw' ? [] : perspective.layers.map((layer) => variantId(layer, publishedId));
    return ids.find((id) => {
      const document = documents.get(id);
      return document !== undefined && mayRead(access, document);
    });
  }

  function* readOneByOne(wanted: Wanted, isEnough: () => boolean): Generator<SeenDocument> {
    const selection = narrowed(wanted, perspective, access);
    const ordered = wanted.order && inIndexOrder(documents, selection, wanted.order, { isRaw, fewCandidates });
    if (wanted.order && !ordered) {
      // An order that the index can't give needs all of them.
      yield* fetchAll(wanted);
      return;
    }
    if (!ordered) {
      const made = thin(selection, wanted);
      for (const document of made ?? []) {
        if (isEnough()) return;
        yield document;
      }
      if (made) return;
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

  /** A subquery asks the same again and again. */
  function fetchAll(wanted: Wanted): SeenDocument[] {
    const selection = narrowed(wanted, perspective, access);
    const key = `${selection.sql}\n${JSON.stringify([selection.values, wanted.paths])}`;
    const known = fetched.get(key);
    if (known) {
      deadline.charge?.(known.length * costs.look);
      return known;
    }
    const found = thin(selection, wanted) ?? idsOf(selection).flatMap((id) => read(id) ?? []);
    fetched.set(key, found);
    return found;
  }

  function idsOf(selection: Selection): string[] {
    checkListed(documents, selection, deadline);
    const { sql, values } = selection;
    return documents.idsWhere(sql, values);
  }

  function unsorted(selection: Selection): string[] {
    checkListed(documents, selection, deadline);
    const { sql, values } = selection;
    return documents.rowsOf(`SELECT d.id AS id FROM documents AS d WHERE ${sql}`, values).map((row) => text(row, 'id'));
  }

  /** Without reading what the index can tell; undefined where reading is less work. */
  function thin(selection: Selection, { paths, order, needed }: Wanted): SeenDocument[] | undefined {
    const isTellable = access.kind === 'everything' || (access.kind === 'public' && layersOf(perspective) === 1);
    if (!paths || !isTellable) return undefined;
    checkListed(documents, selection, deadline);
    const toRead = order ? undefined : needed;
    const found = thinDocuments(documents, selection, paths, { deadline, toRead, isAlways: fewCandidates === 0 });
    return found?.flatMap(({ id, thin: made }) => {
      if (!made) return read(id) ?? [];
      return isRaw ? made : { ...made, _id: publishedIdOf(id), _originalId: id };
    });
  }

  return {
    fetch(wanted, keys = []) {
      deadline.check();
      if (access.kind === 'nothing') return [];
      if (typeof wanted === 'string') return fetchAll(simply(wanted, keys));
      if (!wanted.isEnough) return fetchAll(wanted);
      const { isEnough } = wanted;
      return arrayOver(() => readOneByOne(wanted, isEnough));
    },

    get(id) {
      deadline.check();
      if (access.kind === 'nothing') return undefined;
      const uppermost = isRaw ? id : inLayers(publishedIdOf(id));
      return uppermost === undefined ? undefined : read(uppermost);
    },

    told: {
      passing(lookup, args, key) {
        const known = passed.get(lookup);
        if (known?.args.every((argument, position) => argument === args[position])) return known;
        const selection = selectionOf(lookup, new Map([[lookup, key]]), { isRaw });
        const isTold = selection !== undefined && isExact(documents, selection);
        const found = selection ? { ids: new Set(unsorted(selection)), isExact: isTold } : anyMayPass;
        passed.set(lookup, { ...found, args });
        return found;
      },
      storedId: ({ _id, _originalId }) => String(isRaw ? _id : _originalId),
      whole: read,
    },

    allPass: (wanted) => isExact(documents, narrowed(wanted, perspective, access)),

    count(wanted) {
      deadline.check();
      const told = exactSelection({ documents, perspective, access }, wanted);
      if (!told) return undefined;
      deadline.charge?.(costs.read);
      return integer(
        documents.rowsOf(`SELECT count(*) AS n FROM documents AS d WHERE ${told.sql}`, told.values)[0],
        'n',
      );
    },
  };
}

function layersOf(perspective: Perspective): number {
  return perspective.kind === 'raw' ? 1 : perspective.layers.length;
}

/** Nobody without rights may know even that there is a draft, which would hide what is published. */
function perspectiveFor(perspective: Perspective, access: ReadAccess): Perspective {
  return access.kind === 'public' && perspective.kind === 'layers' ? publishedOnly : perspective;
}

/** What a filter selects of the documents its reader sees; more may be selected than pass it. */
function narrowed({ condition, keys }: Wanted, perspective: Perspective, access: ReadAccess): Selection {
  const visible = visibility(perspective, access);
  const selection = condition && selectionOf(condition, keys, { isRaw: perspective.kind === 'raw' });
  if (!selection) return { sql: visible, values: [], index: 'none', isExact: condition === undefined, ifTold: [] };
  const seen: Selection = { sql: visible, values: [], index: 'none', isExact: true, ifTold: [] };
  return { ...selection, sql: `${selection.sql} AND ${visible}`, parts: [...(selection.parts ?? [selection]), seen] };
}

/** A selection of nothing but what passes the filter, where the index can tell: the documents need not be looked at. */
export function exactSelection(
  { documents, perspective: asked, access }: Scope,
  wanted: Wanted,
): Selection | undefined {
  const perspective = perspectiveFor(asked, access);
  const isTellable = perspective.kind === 'raw' || perspective.layers.length === 1;
  if (!isTellable || !isToldById(access)) return undefined;
  const selection = narrowed(wanted, perspective, access);
  return isExact(documents, selection) ? selection : undefined;
}

function isExact(documents: DocumentStore, { isExact, ifTold }: Selection): boolean {
  return isExact && ifTold.every((path) => isTold(documents, path));
}

/** Reading a document and parsing it takes about this many times as long as looking at a parsed one. */
export const costs = { look: 1, read: 20 };
/** What a query does with a document may take longer, the longer the document is. */
export const charactersAUnit = 8_192;

function simply(kind: CandidateKind, keys: readonly string[]): Wanted {
  if (kind === 'all') return { condition: undefined, keys: new Map() };
  const lookup = { index: kind, path: '', operator: 'call', key: { type: 'Value', value: keys } };
  return { condition: lookup, keys: new Map([[lookup, keys]]) };
}

/** An array to groq-js, which loops over it; each document is read when the loop comes to it. */
export function arrayOver(read: () => Iterable<SeenDocument>): SeenDocument[] {
  const list: SeenDocument[] = [];
  return Object.defineProperty(list, Symbol.iterator, { value: () => read()[Symbol.iterator]() });
}

type Show = (document: LakeDocument) => LakeDocument | undefined;

/** A document as the perspective shows it: under its published id, unless a layer above hides or replaces it. */
function shownBy(documents: DocumentStore, perspective: Perspective, access: ReadAccess): Show {
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

  // Where everything may be read, SQLite has left out what is hidden.
  const isChecked = access.kind === 'everything';
  return (document) => {
    if (isRemoval(document) || (!isChecked && isHidden(document._id))) return undefined;
    return underPublishedId(document);
  };
}

const renamed = new WeakMap<LakeDocument, LakeDocument>();

function underPublishedId(document: LakeDocument): LakeDocument {
  const known = renamed.get(document);
  if (known) return known;
  const made = withId(document, publishedIdOf(document._id), document._id);
  renamed.set(document, made);
  return made;
}

/** A version that, when its release is published, unpublishes the document. */
function isRemoval(document: LakeDocument): boolean {
  if (!isVersionId(document._id)) return false;
  const system = document._system;
  return typeof system === 'object' && system !== null && 'delete' in system && system.delete === true;
}

function visibility(perspective: Perspective, access: ReadAccess): string {
  if (perspective === publishedOnly && access.kind === 'everything') return publishedVariant;
  return [...rightsIn(access), ...layerConditions(perspective, access)].join(' AND ') || '1';
}

/** As far as a document's id tells them. */
function rightsIn(access: ReadAccess): string[] {
  if (access.kind === 'public') return ['d.private = 0'];
  return access.kind === 'unversioned' ? ["d.variant NOT GLOB 'versions.*'", ...rightsIn(access.of)] : [];
}

/** What nearly everybody asks for. */
const publishedVariant = `d.variant = '${published}'`;

/** Layer names come from a pattern without quotes, so they can't end the string they are put in. */
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
