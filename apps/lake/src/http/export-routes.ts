import { Hono } from 'hono';
import { z } from 'zod';
import { openSnapshot, type Snapshot } from '../dataset-file/snapshot.ts';
import { httpError } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { mayRead } from '../query/access.ts';
import { type LakeEnvironment, signedIn } from './environment.ts';
import { exportStream } from './export-stream.ts';
import { remoteAddress } from './remote-address.ts';

const pageSize = 10_000;
/** Each holds a connection and keeps the database's log from shrinking. */
const atOnce = 4;
let running = 0;

const headers = { 'content-type': 'application/x-ndjson' };

const stored = z.custom<Parameters<typeof mayRead>[1]>((value) => typeof value === 'object' && value !== null);

/**
 * All documents as they are at one moment, one a line: what Sanity's export reads. With `nextCursor`, in pages.
 * @see https://www.sanity.io/docs/http-reference/export
 */
export const exportRoutes = new Hono<LakeEnvironment>().get('/data/export/:dataset', (context) => {
  const actor = signedIn(context);
  // Nobody would ever read the body, nor say so.
  if (context.req.method === 'HEAD') return context.body(null, 200, headers);
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
  const end = (): void => {
    running -= 1;
    snapshot.close();
  };
  return context.body(exportStream(lines, end), 200, headers);
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
