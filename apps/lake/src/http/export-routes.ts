import { Readable } from 'node:stream';
import { mayRead } from '@bodytext/groq/access';
import { z } from 'zod';
import { openSnapshot, type Snapshot } from '../dataset-file/snapshot.ts';
import { httpError } from '../errors.ts';
import { inOne } from '../fairness/slices.ts';
import type { Actor } from '../people/actor.ts';
import { empty } from './answer.ts';
import { exportStream } from './export-stream.ts';
import { httpLimits } from './limits.ts';
import { apiRoutes } from './routes.ts';

const pageSize = 10_000;
const atOnce = { ofOne: httpLimits.exportsOfOne.value, ofAll: httpLimits.exports.value };
const running: string[] = [];

const headers = { 'content-type': 'application/x-ndjson' };

const stored = z.custom<Parameters<typeof mayRead>[1]>((value) => typeof value === 'object' && value !== null);

/**
 * All documents as they are at one moment, one a line: what Sanity's export reads. With `nextCursor`, in pages.
 * @see https://www.sanity.io/docs/http-reference/export
 */
export const exportRoutes = apiRoutes().get('/data/export/:dataset', (request) => {
  const actor = request.signedIn();
  // Nobody would ever read the body, nor say so.
  if (request.method === 'HEAD') return empty(200, headers);
  const { caller } = request;
  const own = running.filter((one) => one === caller).length;
  if (own >= atOnce.ofOne || running.length >= atOnce.ofAll) {
    const whose = own >= atOnce.ofOne ? `${own} of your` : running.length;
    throw httpError(429, 'Too Many Requests', `${whose} exports are running; try again when one is done.`);
  }
  const types = request.query('types')?.split(',').filter(Boolean);
  const cursor = request.query('nextCursor');
  const { project, store } = request.dataset;
  const address = request.address;
  request.lake.people.audit.record({ event: 'export', actor: actor.id, subject: project.dataset, address });
  const snapshot = openSnapshot(store.database);
  running.push(caller);
  const lines = linesFor(snapshot, actor, types, cursor);
  const end = (): void => {
    running.splice(running.indexOf(caller), 1);
    snapshot.close();
  };
  const inTurn = <Result>(work: () => Result) => request.lake.slices.run(caller, inOne(work));
  return { status: 200, headers, body: Readable.fromWeb(exportStream(lines, end, inTurn)) };
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
