import type { Dataset } from '../dataset.ts';
import { asLakeError, LakeError } from '../errors.ts';
import { type Release, releaseDocument } from '../mutate/release.ts';
import { type Due, publishIfDue, unscheduleWithError } from '../mutate/release-publishing.ts';
import { type Actor, lakeItself } from '../people/actor.ts';

/** Finds the author of a schedule, with their current rights; undefined if they may no longer sign in. */
export type FindActor = (id: string) => Actor | undefined;

type Scheduled = Release & Due;

/** Scheduled releases, the earliest first. */
export function scheduledReleases({ store: { documents } }: Dataset): Scheduled[] {
  documents.refresh();
  return documents
    .idsWhere("type = 'system.release'", [])
    .flatMap((id) => releaseDocument.safeParse(documents.get(id)).data ?? [])
    .filter((release): release is Scheduled => release.state === 'scheduled' && release.publishAt !== undefined)
    .sort((a, b) => Date.parse(a.publishAt) - Date.parse(b.publishAt));
}

/** Another process has published the release, or an editor has rescheduled it. */
class NoLongerDue extends Error {}

/**
 * Publishes a due release with the rights of the user who scheduled it. If that is refused, as it would be to an
 * editor, the release becomes active again, with the reason. Errors such as a full disk are thrown, and retried.
 */
export async function publishScheduled(dataset: Dataset, release: Scheduled, findActor: FindActor): Promise<void> {
  const { name, publishAt } = release;
  const author = release.userId === undefined ? undefined : findActor(release.userId);
  try {
    if (!author) throw new LakeError(403, 'Whoever scheduled this may no longer publish. Schedule it again.', {});
    await commitIfDue(dataset, author, (set) =>
      publishIfDue(name, { publishAt }, set, { ...dataset.store, author: author.id }),
    );
  } catch (error) {
    const refusal = asLakeError(error);
    if (refusal === undefined || refusal.status >= 500) throw error;
    await commitIfDue(dataset, lakeItself, (set) => unscheduleWithError(name, { publishAt }, refusal.message, set));
  }
}

type Operation = Parameters<Dataset['commit']>[0]['operations'][number];

async function commitIfDue(dataset: Dataset, author: Actor, act: Operation): Promise<void> {
  const operation: Operation = (set) => {
    if (act(set) === false) throw new NoLongerDue();
  };
  try {
    await dataset.commit({ author, kind: 'actionError', operations: [operation], writeClass: 'unlimited' });
  } catch (error) {
    if (!(error instanceof NoLongerDue)) throw error;
  }
}
