import { setImmediate as nextTurn } from 'node:timers/promises';
import { Hono } from 'hono';
import { z } from 'zod';
import { openSnapshot, type Snapshot } from '../dataset-file/snapshot.ts';
import { httpError } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { mayRead } from '../query/access.ts';
import { type LakeEnvironment, signedIn } from './environment.ts';
import { remoteAddress } from './remote-address.ts';

const pageSize = 10_000;
const chunkBytes = 64 * 1024;
const lookedAtOnce = 100;
/** Each holds a connection and keeps the database's log from shrinking. */
const atOnce = 4;
let running = 0;

const stored = z.custom<Parameters<typeof mayRead>[1]>((value) => typeof value === 'object' && value !== null);

/**
 * All documents as they are at one moment, one a line: what Sanity's export reads. With `nextCursor`, in pages.
 * @see https://www.sanity.io/docs/http-reference/export
 */
export const exportRoutes = new Hono<LakeEnvironment>().get('/data/export/:dataset', (context) => {
  const actor = signedIn(context);
  if (running >= atOnce) {
    throw httpError(429, 'Too Many Requests', `${atOnce} exports are running; try again when one is done.`);
  }
  const types = context.req.query('types')?.split(',').filter(Boolean);
  const cursor = context.req.query('nextCursor');
  const { project, store } = context.get('dataset');
  const address = remoteAddress(context);
  context.get('lake').people.audit.record({ event: 'export', actor: actor.id, subject: project.dataset, address });
  const snapshot = openSnapshot(store.database);
  running += 1;
  const lines = linesFor(snapshot, actor, types, cursor);
  return context.body(streamOf(lines, snapshot), 200, { 'content-type': 'application/x-ndjson' });
});

/** Lines, and nothing for a document that is left out, so that whoever asks can pause between. */
function* linesFor(
  snapshot: Snapshot,
  { access }: Actor,
  types: string[] | undefined,
  cursor: string | undefined,
): Generator<string> {
  let count = 0;
  for (const body of snapshot.documents(cursor)) {
    const document = stored.parse(JSON.parse(body));
    const isWanted = !types?.length || types.includes(document._type);
    yield isWanted && mayRead(access, document) ? `${body}\n` : '';
    if (!isWanted) continue;
    count += 1;
    if (cursor === undefined || count < pageSize) continue;
    yield `${JSON.stringify({ nextCursor: document._id })}\n`;
    return;
  }
}

/** Read as fast as the other side takes it: what it has not asked for is not in memory. */
function streamOf(lines: Generator<string>, snapshot: Snapshot): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isOver = false;
  function end(): void {
    if (isOver) return;
    isOver = true;
    running -= 1;
    lines.return(undefined);
    snapshot.close();
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          for (let isSent = false; !isSent && !isOver; ) {
            const { text, isLast } = take(lines);
            if (text !== '') controller.enqueue(encoder.encode(text));
            if (isLast) {
              end();
              controller.close();
            }
            isSent = text !== '';
            // Others have a turn between, also where a role may read one document in a thousand.
            await nextTurn();
          }
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}

function take(lines: Generator<string>): { text: string; isLast: boolean } {
  let text = '';
  for (let looked = 0; looked < lookedAtOnce && text.length < chunkBytes; looked += 1) {
    const next = lines.next();
    if (next.done) return { text, isLast: true };
    text += next.value;
  }
  return { text, isLast: false };
}
