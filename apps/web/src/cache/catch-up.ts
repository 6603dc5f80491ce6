import { basename, dirname } from 'node:path';
import type { ReadContext } from '@bodytext/content/read';
import { tagsOfChange } from '@bodytext/content/tags';
import { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { type ChangedDocument, changedDocument, placeFields } from '@bodytext/schema/changed-document';
import { draft, feedbackTypes } from '@bodytext/schema/document-types';
import { z } from 'zod';
import { limits } from '../limits.ts';

const pageSize = 200;
/** Every document that pages show, with the fields that decide in which lists it is; paginated by id. */
const groq = `{
  "documents": *[_type in $types && _id > $after] | order(_id asc) [0...${pageSize}] {_rev, ${placeFields}}
}`;
const types = Object.keys(draft).filter((type) => !feedbackTypes.has(type));

const snapshotShape = z.array(changedDocument.extend({ _rev: z.string().nullish() }));
const answerShape = z.object({ documents: snapshotShape });
/** All documents, each with its revision. */
type Snapshot = z.infer<typeof snapshotShape>;

/**
 * Expires the tags of changes that came without a webhook: while the site was down, or when a webhook was lost.
 *
 * @param file the snapshot of the last run. If it is missing or damaged, every document counts as changed
 */
export async function catchUp(
  client: ReadContext['client'],
  file: string,
  expire: (tags: readonly string[]) => void,
): Promise<void> {
  const now = await readAll(client);
  const before = await readSnapshot(file);
  if (now.length === 0 && before.length > 0) {
    // More likely a token without rights, or an empty disk, than editors who deleted everything without a webhook.
    throw new Error(`The lake says that none of ${before.length} documents is left, which is not believed.`);
  }
  expire(tagsOfDifference(before, now));
  // After the tags are in the journal: a crash before this repeats the comparison.
  await writeSnapshot(file, now);
}

async function readAll(client: ReadContext['client']): Promise<Snapshot> {
  const all: Snapshot = [];
  for (let after = ''; ; ) {
    const { documents: page } = answerShape.parse(
      await client.fetch(groq, { types, after }, { perspective: 'published' }),
    );
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return all;
    after = last._id;
  }
}

function tagsOfDifference(before: Snapshot, now: Snapshot): string[] {
  const old = new Map(before.map((document) => [document._id, document]));
  const current = new Set(now.map(({ _id }) => _id));
  const changes: [ChangedDocument | null, ChangedDocument | null][] = [
    ...now
      .filter(({ _id, _rev }) => _rev == null || old.get(_id)?._rev !== _rev)
      .map((document): [ChangedDocument | null, ChangedDocument] => [old.get(document._id) ?? null, document]),
    ...before.filter(({ _id }) => !current.has(_id)).map((document): [ChangedDocument, null] => [document, null]),
  ];
  return [...new Set(changes.flatMap(([then, after]) => tagsOfChange(then, after)))];
}

async function readSnapshot(file: string): Promise<Snapshot> {
  const stored = await new ChecksummedFiles(dirname(file)).read(basename(file));
  try {
    return stored === undefined ? [] : snapshotShape.parse(JSON.parse(stored.toString()));
  } catch {
    return [];
  }
}

function writeSnapshot(file: string, documents: Snapshot): Promise<void> {
  return new ChecksummedFiles(dirname(file)).write(basename(file), JSON.stringify(documents));
}

const firstRetryMs = 1000;
const maxRetryMs = limits.catchUpRetry.value;
const intervalMs = 5 * 60_000;

/**
 * Runs a catch-up now and every five minutes, with exponential backoff while it fails. Resolves after the first run,
 * also when that failed: while the lake is down, the cached pages are the best there are.
 */
export async function startCatchUp(run: () => Promise<void>, retryMs = firstRetryMs): Promise<void> {
  const hasSucceeded = await run().then(
    () => true,
    (cause: unknown) => {
      console.error(`What changed could not be asked for. ${cause instanceof Error ? cause.message : cause}`);
      return false;
    },
  );
  const nextRetryMs = hasSucceeded ? firstRetryMs : Math.min(retryMs * 2, maxRetryMs);
  setTimeout(() => void startCatchUp(run, nextRetryMs), hasSucceeded ? intervalMs : retryMs).unref();
}
