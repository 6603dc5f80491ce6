import type { Dataset } from '../dataset.ts';
import { asLakeError, LakeError } from '../errors.ts';
import { type Release, releaseDocument } from '../mutate/release.ts';
import { type Due, giveBack, publishIfDue } from '../mutate/release-publishing.ts';
import { type Actor, lakeItself } from '../people/actor.ts';

/** Finds whoever scheduled a release, with the rights they have now; undefined if they may no longer sign in. */
export type FindActor = (id: string) => Actor | undefined;

type Scheduled = Release & Due;

/** All releases that wait for their time, the earliest first. */
export function scheduledReleases({ store: { documents } }: Dataset): Scheduled[] {
  documents.refresh();
  return documents
    .idsWhere("type = 'system.release'", [])
    .flatMap((id) => releaseDocument.safeParse(documents.get(id)).data ?? [])
    .filter((release): release is Scheduled => release.state === 'scheduled' && release.publishAt !== undefined)
    .sort((a, b) => Date.parse(a.publishAt) - Date.parse(b.publishAt));
}

/** Nothing is to be done: another process, or an editor, has been first. */
class NotDue extends Error {}

/**
 * Publishes a release whose time has come, in the name of whoever scheduled it. What refuses an editor refuses this
 * as well: the release then goes back to the editors, and says why. A disk that is full, or the like, is no refusal.
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
    await commitIfDue(dataset, lakeItself, (set) => giveBack(name, { publishAt }, refusal.message, set));
  }
}

type Operation = Parameters<Dataset['commit']>[0]['operations'][number];

async function commitIfDue(dataset: Dataset, author: Actor, act: Operation): Promise<void> {
  const operation: Operation = (set) => {
    if (act(set) === false) throw new NotDue();
  };
  try {
    await dataset.commit({ author, kind: 'actionError', operations: [operation], pace: 'atOnce' });
  } catch (error) {
    if (!(error instanceof NotDue)) throw error;
  }
}
