import { draftIdOf, isPublishedId, publishedIdOf, variantId, versionVariant } from '@bodytext/groq/document';
import type { Steps } from '../fairness/scheduler.ts';
import { releaseDocumentId, releaseIdOf } from '../mutate/release.ts';
import type { Position } from './event-page.ts';
import { followReleases, type ReleaseChange, scheduling } from './release-states.ts';
import type { Effect, LoggedTransaction, ReadBudget, TransactionLog } from './transaction-log.ts';

/** The log, and the request’s read budget. */
export type LogParts = { log: TransactionLog; budget?: ReadBudget };

/** An event in the format of the Studio's history panel, which derives edits itself. */
export type DocumentEvent = {
  type: string;
  timestamp: string;
  author: string;
  position: Position;
  versionId?: string;
  [detail: string]: unknown;
};

/** The events of a document’s variants, newest first, without those of other drafts and versions. */
export function* documentEvents(id: string, { log, budget }: LogParts): Steps<DocumentEvent[]> {
  const documentId = publishedIdOf(id);
  const documentTransactions = yield* collect(log.walk({ groupIds: [documentId] }, budget));
  const releaseIds = releasesOf(documentId, documentTransactions);
  const releases = { documentIds: [...releaseIds].map(releaseDocumentId) };
  const ofReleases = releaseIds.size > 0 ? yield* collect(log.walk(releases, budget)) : [];
  const builder = createEventBuilder(documentId, releaseIds);
  const events: DocumentEvent[] = [];
  for (const transaction of bySequence([...documentTransactions, ...ofReleases])) {
    const { seq, timestamp, author } = transaction;
    for (const [index, event] of builder.eventsFor(transaction).entries()) {
      events.push({ ...event, timestamp, author, position: { seq, index } });
    }
    yield;
  }
  // The outcome of a schedule is known only after all transactions.
  return events
    .map((event) => ({ ...event, ...builder.scheduleState(event) }))
    .filter((event) => isVisibleFor(event, id))
    .reverse();
}

/** Collects transactions, and yields after each, so that other callers are answered. */
function* collect(transactions: Iterable<LoggedTransaction>): Steps<LoggedTransaction[]> {
  const all: LoggedTransaction[] = [];
  for (const transaction of transactions) {
    all.push(transaction);
    yield;
  }
  return all;
}

function releasesOf(documentId: string, transactions: LoggedTransaction[]): Set<string> {
  const ids = transactions.flatMap(({ effects }) =>
    effects.flatMap((effect) => (publishedIdOf(effect.documentId) === documentId ? [effect.documentId] : [])),
  );
  return new Set(ids.flatMap((one) => releaseIdOf(one) ?? []));
}

function bySequence(transactions: LoggedTransaction[]): LoggedTransaction[] {
  const bySeq = new Map(transactions.map((transaction) => [transaction.seq, transaction]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

type Event = { type: string; versionId?: string; [detail: string]: unknown };

/** Derives the events of one document, oldest transaction first, and tracks which of its variants exist. */
function createEventBuilder(documentId: string, releaseIds: Set<string>) {
  const existing = new Map<string, string>();
  const releases = followReleases(releaseIds);
  const schedules = new Map<string, { state: string }>();

  function eventsFor(transaction: LoggedTransaction): Event[] {
    const changes = releases.changesIn(transaction);
    const own = transaction.effects.filter((effect) => publishedIdOf(effect.documentId) === documentId);
    for (const effect of own) {
      if (effect.transition === 'disappear') existing.delete(effect.documentId);
      else existing.set(effect.documentId, transaction.id);
    }
    return [
      ...eventsOf({ transaction, documentId, own, existing, changes }),
      ...changes.flatMap((change) => schedulingEvents(change)),
    ];
  }

  function schedulingEvents(change: ReleaseChange): Event[] {
    const { releaseId, before, after } = change;
    const versionId = variantId(versionVariant(releaseId), documentId);
    const outcome = before?.state === 'scheduled' && outcomes[after?.state ?? ''];
    const earlier = schedules.get(versionId);
    if (earlier && (outcome || scheduling(change))) earlier.state = outcome || 'unscheduled';
    const versionRevisionId = existing.get(versionId);
    if (versionRevisionId === undefined) return [];
    const common = { documentId, releaseId, versionId, versionRevisionId };
    switch (scheduling(change)) {
      case 'scheduled': {
        const schedule = { state: 'pending' };
        schedules.set(versionId, schedule);
        return [{ type: 'scheduleDocumentVersion', ...common, publishAt: after?.publishAt, schedule }];
      }
      case 'unscheduled':
        return [{ type: 'unscheduleDocumentVersion', ...common }];
      default:
        return [];
    }
  }

  /** The outcome of a schedule, in the field that the Studio reads. */
  function scheduleState({ schedule }: Event): object {
    const isSchedule = typeof schedule === 'object' && schedule !== null && 'state' in schedule;
    return isSchedule ? { state: schedule.state, schedule: undefined } : {};
  }

  return { eventsFor, scheduleState };
}

const outcomes: Record<string, string | undefined> = { published: 'published', active: 'unscheduled' };

type TransactionContext = {
  transaction: LoggedTransaction;
  documentId: string;
  own: Effect[];
  existing: ReadonlyMap<string, string>;
  changes: ReleaseChange[];
};

function eventsOf(context: TransactionContext): Event[] {
  const { own } = context;
  const live = own.find((effect) => isPublishedId(effect.documentId));
  const variants = own.filter((effect) => effect !== live);
  if (!live) return variants.flatMap((variant) => variantEvents(context, variant));
  const ended = variants.find(({ transition }) => transition === 'disappear');
  if (live.transition === 'disappear') return [removed(context, ended)];
  const others = variants.filter((variant) => variant !== ended).flatMap((variant) => variantEvents(context, variant));
  return [ended ? published(context, ended) : changedLive(context, live), ...others];
}

function changedLive({ transaction, documentId }: TransactionContext, { transition }: Effect): Event {
  const type = transition === 'appear' ? 'createLiveDocument' : 'updateLiveDocument';
  return { type, documentId, revisionId: transaction.id };
}

function published(
  { transaction, documentId, changes }: TransactionContext,
  { documentId: versionId, previousRev }: Effect,
): Event {
  const { releaseId } = releaseOf(versionId);
  const wasScheduled = changes.some((change) => change.releaseId === releaseId && change.before?.state === 'scheduled');
  const byRelease = wasScheduled ? 'release.schedule' : 'release.publish';
  return {
    type: 'publishDocumentVersion',
    documentId,
    revisionId: transaction.id,
    versionId,
    ...releaseOf(versionId),
    versionRevisionId: previousRev,
    publishCause: changes.length > 0 ? byRelease : 'document.publish',
  };
}

/** A published document was unpublished to a draft, unpublished by a release, or deleted. */
function removed({ transaction, documentId, existing, changes }: TransactionContext, ended: Effect | undefined): Event {
  const draft = draftIdOf(documentId);
  const type = 'unpublishDocument';
  if (ended && changes.some(({ after }) => after?.state === 'published')) {
    const versionId = ended.documentId;
    return { type, documentId, versionId, ...releaseOf(versionId), versionRevisionId: ended.previousRev };
  }
  if (existing.has(draft)) return { type, documentId, versionId: draft, versionRevisionId: transaction.id };
  return { type: 'deleteDocumentGroup', documentId };
}

function variantEvents({ transaction, documentId }: TransactionContext, variant: Effect): Event[] {
  const versionId = variant.documentId;
  const common = { documentId, versionId, ...releaseOf(versionId) };
  if (variant.transition === 'update') return [];
  if (variant.transition === 'appear') {
    return [{ type: 'createDocumentVersion', ...common, versionRevisionId: transaction.id }];
  }
  return [{ type: 'deleteDocumentVersion', ...common, versionRevisionId: variant.previousRev }];
}

function releaseOf(id: string): { releaseId?: string } {
  const releaseId = releaseIdOf(id);
  return releaseId === undefined ? {} : { releaseId };
}

/** A draft's history does not list the versions of releases. */
function isVisibleFor({ versionId }: Event, id: string): boolean {
  return versionId === undefined || versionId === id || isPublishedId(id);
}
