import { draftIdOf, isPublishedId, publishedIdOf, variantId, versionVariant } from '@bodytext/groq/document';
import type { Steps } from '../fairness/slices.ts';
import { releaseDocumentId, releaseIdOf } from '../mutate/release.ts';
import type { Position } from './event-page.ts';
import { followReleases, type ReleaseChange, scheduling } from './release-states.ts';
import type { Effect, LoggedTransaction, Reading, TransactionLog } from './transaction-log.ts';

/** The log, and how much of its contents the request has read. */
export type LogParts = { log: TransactionLog; reading?: Reading };

/** What happened to a document, in the words of the Studio's history panel. Edits it derives itself. */
export type DocumentEvent = {
  type: string;
  timestamp: string;
  author: string;
  position: Position;
  versionId?: string;
  [detail: string]: unknown;
};

/** The events of all variants of a document that concern one of them; newest first. */
export function* documentEvents(id: string, { log, reading }: LogParts): Steps<DocumentEvent[]> {
  const documentId = publishedIdOf(id);
  const own = yield* allOf(log.walk({ groupIds: [documentId] }, reading));
  const releaseIds = releasesOf(documentId, own);
  const releases = { documentIds: [...releaseIds].map(releaseDocumentId) };
  const ofReleases = releaseIds.size > 0 ? yield* allOf(log.walk(releases, reading)) : [];
  const story = createStory(documentId, releaseIds);
  const events: DocumentEvent[] = [];
  for (const transaction of inOrder([...own, ...ofReleases])) {
    const { seq, timestamp, author } = transaction;
    for (const [place, event] of story.tell(transaction).entries()) {
      events.push({ ...event, timestamp, author, position: { seq, place } });
    }
    yield;
  }
  // What became of a schedule is known only at the end of the story.
  return events
    .map((event) => ({ ...event, ...story.endOf(event) }))
    .filter((event) => concerns(event, id))
    .reverse();
}

/** Every transaction of a walk through the log, with a pause after each. */
export function* allOf(transactions: Iterable<LoggedTransaction>): Steps<LoggedTransaction[]> {
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

function inOrder(transactions: LoggedTransaction[]): LoggedTransaction[] {
  const bySeq = new Map(transactions.map((transaction) => [transaction.seq, transaction]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

type Event = { type: string; versionId?: string; [detail: string]: unknown };

/** Tells the transactions of one document from the first on, remembering which of its variants there are. */
function createStory(documentId: string, releaseIds: Set<string>) {
  const existing = new Map<string, string>();
  const releases = followReleases(releaseIds);
  const schedules = new Map<string, { state: string }>();

  function tell(transaction: LoggedTransaction): Event[] {
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
    const ending = before?.state === 'scheduled' && endings[after?.state ?? ''];
    const earlier = schedules.get(versionId);
    if (earlier && (ending || scheduling(change))) earlier.state = ending || 'unscheduled';
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

  /** How a schedule ended, as the field that the Studio reads. */
  function endOf({ schedule }: Event): object {
    const isSchedule = typeof schedule === 'object' && schedule !== null && 'state' in schedule;
    return isSchedule ? { state: schedule.state, schedule: undefined } : {};
  }

  return { tell, endOf };
}

const endings: Record<string, string | undefined> = { published: 'published', active: 'unscheduled' };

type Scene = {
  transaction: LoggedTransaction;
  documentId: string;
  own: Effect[];
  existing: ReadonlyMap<string, string>;
  changes: ReleaseChange[];
};

function eventsOf(scene: Scene): Event[] {
  const { own } = scene;
  const live = own.find((effect) => isPublishedId(effect.documentId));
  const variants = own.filter((effect) => effect !== live);
  if (!live) return variants.flatMap((variant) => variantEvents(scene, variant));
  const ended = variants.find(({ transition }) => transition === 'disappear');
  if (live.transition === 'disappear') return [removed(scene, ended)];
  const others = variants.filter((variant) => variant !== ended).flatMap((variant) => variantEvents(scene, variant));
  return [ended ? published(scene, ended) : changedLive(scene, live), ...others];
}

function changedLive({ transaction, documentId }: Scene, { transition }: Effect): Event {
  const type = transition === 'appear' ? 'createLiveDocument' : 'updateLiveDocument';
  return { type, documentId, revisionId: transaction.id };
}

function published({ transaction, documentId, changes }: Scene, { documentId: versionId, previousRev }: Effect): Event {
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

/** What was published goes on as a draft, is taken back by a release, or ends. */
function removed({ transaction, documentId, existing, changes }: Scene, ended: Effect | undefined): Event {
  const draft = draftIdOf(documentId);
  const type = 'unpublishDocument';
  if (ended && changes.some(({ after }) => after?.state === 'published')) {
    const versionId = ended.documentId;
    return { type, documentId, versionId, ...releaseOf(versionId), versionRevisionId: ended.previousRev };
  }
  if (existing.has(draft)) return { type, documentId, versionId: draft, versionRevisionId: transaction.id };
  return { type: 'deleteDocumentGroup', documentId };
}

function variantEvents({ transaction, documentId }: Scene, variant: Effect): Event[] {
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

/** Another release's version is none of a draft's history. */
function concerns({ versionId }: Event, id: string): boolean {
  return versionId === undefined || versionId === id || isPublishedId(id);
}
