import { mayRead, type ReadAccess } from '@bodytext/groq/access';
import { isPublishedId, type LakeDocument } from '@bodytext/groq/document';
import type { DocumentFilter } from '@bodytext/groq/document-filter';
import type { Effect, LoggedTransaction } from '../history/transaction-log.ts';
import type { Committed } from '../mutate/commit.ts';

/** What a listener asked for. */
export type ListenOptions = {
  filter: DocumentFilter;
  access: ReadAccess;
  includeAllVersions: boolean;
  includeResult: boolean;
  includePreviousRevision: boolean;
  includeMutations: boolean;
  includeEffects: boolean;
};

/** One event of a stream. `id` lets a listener that lost its connection go on where it was. */
export type ListenEvent = { type: string; id?: string; data: Record<string, unknown> };

type Change = { effect: Effect; before: LakeDocument | undefined; after: LakeDocument | undefined };
type Relevant = Change & { transition: Effect['transition'] };

/**
 * The events of one transaction for one listener. `transactionTotalEvents` counts those the listener gets:
 * the Studio holds a transaction back until it has received that many.
 */
export function eventsFor(transaction: Committed, options: ListenOptions): ListenEvent[] {
  const byId = new Map(transaction.changes.map((change) => [change.id, change]));
  const relevant = transaction.effects.flatMap((effect) => {
    const change = byId.get(effect.documentId);
    return change ? relevantChange({ effect, before: change.before, after: change.after }, options) : [];
  });
  return relevant.map((change, index) => ({
    type: 'mutation',
    id: eventId(transaction.id, change.effect.documentId),
    data: eventData(transaction, change, { index, total: relevant.length }, options),
  }));
}

function eventId(transactionId: string, documentId: string): string {
  return `${transactionId}#${documentId}`;
}

/** The id of an event after which a listener knows the whole of a transaction, and all before it. */
export function positionOf(transactionId: string): string {
  return `${transactionId}#`;
}

function relevantChange(change: Change, options: ListenOptions): Relevant[] {
  const { effect } = change;
  if (!options.includeAllVersions && !isPublishedId(effect.documentId)) return [];
  const seen = (document: LakeDocument | undefined) =>
    document && mayRead(options.access, document) ? document : undefined;
  const before = seen(change.before);
  const after = seen(change.after);
  const passedBefore = before !== undefined && options.filter(before);
  const passesNow = after !== undefined && options.filter(after);
  if (!passedBefore && !passesNow) return [];
  const transition = passedBefore ? (passesNow ? 'update' : 'disappear') : 'appear';
  const isWhole = before === change.before && after === change.after;
  return [{ effect: isWhole ? effect : asSeen(effect, after), before, after, transition }];
}

/** Of a change from or to what the listener may not read, nothing is told but that it came or went. */
function asSeen(effect: Effect, after: LakeDocument | undefined): Effect {
  const { documentId: id } = effect;
  const { _rev, ...content } = after ?? {};
  return {
    ...effect,
    mutations: after ? [{ createOrReplace: { ...content, _id: id, _type: after._type } }] : [{ delete: { id } }],
    // Mendoza's first operation replaces everything.
    apply: [0, after ? content : null],
    revert: [0, null],
  };
}

type Effects = Pick<Effect, 'apply' | 'revert'>;
const effectsKnown = new WeakMap<Effect, Effects>();

/** The same object for all who are told, so that it is written down once. */
function effectsOf(effect: Effect): Effects {
  const effects = effectsKnown.get(effect) ?? { apply: effect.apply, revert: effect.revert };
  effectsKnown.set(effect, effects);
  return effects;
}

function eventData(
  transaction: LoggedTransaction,
  { effect, before, after, transition }: Relevant,
  position: { index: number; total: number },
  options: ListenOptions,
): Record<string, unknown> {
  return {
    eventId: eventId(transaction.id, effect.documentId),
    documentId: effect.documentId,
    transactionId: transaction.id,
    transition,
    identity: transaction.author,
    timestamp: transaction.timestamp,
    visibility: 'query',
    previousRev: effect.previousRev,
    resultRev: transaction.id,
    transactionTotalEvents: position.total,
    transactionCurrentEvent: position.index + 1,
    mutations: options.includeMutations ? effect.mutations : [],
    ...(options.includeEffects && { effects: effectsOf(effect) }),
    ...(options.includeResult && after && { result: after }),
    ...(options.includePreviousRevision && before && { previous: before }),
  };
}
