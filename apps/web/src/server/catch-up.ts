import { basename, dirname } from 'node:path';
import type { ReadContext } from '@bodytext/content/read';
import { tagsOfChange } from '@bodytext/content/tags';
import { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { type ChangedDocument, changedDocument, placeFields } from '@bodytext/schema/changed-document';
import { draft, feedbackTypes } from '@bodytext/schema/document-types';
import { z } from 'zod';
import { limits } from '../limits.ts';

/** So many are asked for at once: there may be many thousands. */
const pageSize = 200;
/** Every document that pages show, with what decides where it is listed; page by page, in the order of ids. */
const groq = `{
  "documents": *[_type in $types && _id > $after] | order(_id asc) [0...${pageSize}] {_rev, ${placeFields}}
}`;
const types = Object.keys(draft).filter((type) => !feedbackTypes.has(type));

const seen = z.array(changedDocument.extend({ _rev: z.string().nullish() }));
const answerShape = z.object({ documents: seen });
type Seen = z.infer<typeof seen>;

/**
 * Expires what changed without a word to the site: while it was down, or when a webhook got lost.
 *
 * @param file where the documents are remembered as they were seen last. Without it, or where it was damaged, everything
 * counts as changed
 */
export async function catchUp(
  client: ReadContext['client'],
  file: string,
  expire: (tags: readonly string[]) => void,
): Promise<void> {
  const now = await readAll(client);
  const before = await readSeen(file);
  if (now.length === 0 && before.length > 0) {
    // Rather a token that may read nothing any more, or an empty disk, than editors who took everything away unheard.
    throw new Error(`The lake says that none of ${before.length} documents is left, which is not believed.`);
  }
  expire(tagsOfDifference(before, now));
  // Only when the expired tags are on record: a crash before this makes us look again, not forget.
  await writeSeen(file, now);
}

async function readAll(client: ReadContext['client']): Promise<Seen> {
  const all: Seen = [];
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

function tagsOfDifference(before: Seen, now: Seen): string[] {
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

async function readSeen(file: string): Promise<Seen> {
  const stored = await new ChecksummedFiles(dirname(file)).read(basename(file));
  try {
    return stored === undefined ? [] : seen.parse(JSON.parse(stored.toString()));
  } catch {
    return [];
  }
}

function writeSeen(file: string, documents: Seen): Promise<void> {
  return new ChecksummedFiles(dirname(file)).write(basename(file), JSON.stringify(documents));
}

const soonest = 1000;
const longestBetweenTries = limits.catchUpRetry.value;
const regularly = 5 * 60_000;

/**
 * Runs a catch-up now, again soon while it fails, and every few minutes after that.
 * Resolves after the first attempt, whatever came of it: while the lake is down, kept pages are the best there is.
 */
export async function keepCaughtUp(run: () => Promise<void>, wait = soonest): Promise<void> {
  const isDone = await run().then(
    () => true,
    (cause: unknown) => {
      console.error(`What changed could not be asked for. ${cause instanceof Error ? cause.message : cause}`);
      return false;
    },
  );
  const nextWait = isDone ? soonest : Math.min(wait * 2, longestBetweenTries);
  setTimeout(() => void keepCaughtUp(run, nextWait), isDone ? regularly : wait).unref();
}
