import { publishedIdOf } from '@bodytext/groq/document';
import { applyPatch } from 'mendoza';
import { z } from 'zod';
import type { Steps } from '../fairness/slices.ts';
import { releaseDocumentId, releaseIdOf } from '../mutate/release.ts';
import type { LogParts } from './document-events.ts';
import type { Position } from './event-page.ts';
import { followReleases, type ReleaseChange, scheduling } from './release-states.ts';
import type { Effect, LoggedTransaction } from './transaction-log.ts';

/** What happened to a release, in the words of the Studio's release tool. */
export type ReleaseEvent = {
  type: string;
  timestamp: string;
  author: string;
  releaseName: string;
  position: Position;
  versionId?: string;
  [detail: string]: unknown;
};

/** The events of a release and of the documents in it; newest first. */
export function* releaseEvents(releaseId: string, { log, reading }: LogParts): Steps<ReleaseEvent[]> {
  const releases = followReleases([releaseId]);
  const range = { documentIds: [releaseDocumentId(releaseId)], under: `versions.${releaseId}.` };
  const all: ReleaseEvent[] = [];
  for (const transaction of log.walk(range, reading)) {
    const [change] = releases.changesIn(transaction);
    const { seq, timestamp, author } = transaction;
    const common = { timestamp, author, releaseName: releaseId };
    const events = [...(change ? eventsOf(change) : []), ...documentEvents(transaction, releaseId, change)];
    for (const [place, event] of events.entries()) all.push({ ...event, ...common, position: { seq, place } });
    yield;
  }
  return all.reverse();
}

type Event = { type: string; versionId?: string; [detail: string]: unknown };

function eventsOf(change: ReleaseChange): Event[] {
  const { before, after } = change;
  if (!after) return [{ type: 'deleteRelease' }];
  if (!before) return [{ type: 'createRelease', change: plan(after) }];
  if (before.state !== after.state && after.state === 'published') return [{ type: 'publishRelease' }];
  if (before.state !== after.state && after.state === 'archived') return [{ type: 'archiveRelease' }];
  if (before.state === 'archived' && after.state === 'active') return [{ type: 'unarchiveRelease' }];
  switch (scheduling(change)) {
    case 'scheduled':
      return [{ type: 'scheduleRelease', publishAt: after.publishAt }];
    case 'unscheduled':
      return [{ type: 'unscheduleRelease' }];
    default: {
      const changed = changedPlan(change);
      return Object.keys(changed).length > 0 ? [{ type: 'editRelease', change: changed }] : [];
    }
  }
}

function plan({ metadata }: NonNullable<ReleaseChange['after']>): Record<string, unknown> {
  return { releaseType: metadata.releaseType, intendedPublishDate: metadata.intendedPublishAt };
}

function changedPlan({ before, after }: ReleaseChange): Record<string, unknown> {
  const earlier = before ? plan(before) : {};
  return Object.fromEntries(
    Object.entries(after ? plan(after) : {}).filter(([name, value]) => earlier[name] !== value),
  );
}

const typed = z.looseObject({ _type: z.string() });

/** When a release itself is published, archived or taken up again, its documents come and go with it. */
function documentEvents(
  { id, effects }: LoggedTransaction,
  releaseId: string,
  change: ReleaseChange | undefined,
): Event[] {
  if (change && change.before?.state !== change.after?.state) return [];
  return effects.flatMap((effect) => {
    if (releaseIdOf(effect.documentId) !== releaseId || effect.transition === 'update') return [];
    const isNew = effect.transition === 'appear';
    return [
      {
        type: isNew ? 'addDocumentToRelease' : 'discardDocumentFromRelease',
        documentId: publishedIdOf(effect.documentId),
        documentType: typed.safeParse(contentOf(effect)).data?._type,
        versionId: effect.documentId,
        revisionId: id,
        versionRevisionId: isNew ? id : effect.previousRev,
      },
    ];
  });
}

/** What a document appeared or disappeared with. */
function contentOf({ transition, apply, revert }: Effect): unknown {
  return applyPatch(null, transition === 'appear' ? apply : revert);
}
