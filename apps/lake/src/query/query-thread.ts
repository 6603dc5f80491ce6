import { parentPort, workerData } from 'node:worker_threads';
import type { ReadAccess } from '@bodytext/groq/access';
import { answerQuery } from '@bodytext/groq/answer';
import { startDeadline } from '@bodytext/groq/deadline';
import { asLakeError } from '../errors.ts';
import { rightsOf } from '../people/roles.ts';
import type { Grant } from '../plugin.ts';
import { openReadConnection } from '../store/read-connection.ts';
import type { ThreadOptions, ThreadReply, ThreadRequest } from './query-messages.ts';

/* Runs in a worker thread with a read-only connection, so that any query can be stopped by terminating the thread. */

const { folder, project }: ThreadOptions = workerData;
const connection = openReadConnection(folder);
const filters = new Map<string, ReadAccess>();

/** A string this long is encoded as UTF-8 here: on the main thread, encoding it would block the event loop. */
const longText = 500_000;

parentPort?.on('message', (request: ThreadRequest) => send(answer(request)));
// The pool starts a query's timeout only after this.
parentPort?.postMessage('ready');

function send(reply: ThreadReply): void {
  if ('answer' in reply && typeof reply.answer.json === 'string' && reply.answer.json.length > longText) {
    const json = new TextEncoder().encode(reply.answer.json);
    // Transferred, not copied.
    parentPort?.postMessage({ ...reply, answer: { ...reply.answer, json } } satisfies ThreadReply, [json.buffer]);
  } else parentPort?.postMessage(reply);
}

function answer({ number, query, access, perspective, identity, sourceMap, limitMs }: ThreadRequest): ThreadReply {
  try {
    // Source maps identify values by object identity, which lazy documents do not keep.
    const documents = sourceMap ? connection.wholeDocuments : connection.documents;
    const scope = { documents, perspective, access: compiled(access), identity, project };
    const found = connection.inSnapshot(() => answerQuery(query, scope, sourceMap, startDeadline(limitMs)));
    return { number, answer: found };
  } catch (error) {
    const refusal = asLakeError(error);
    if (refusal !== undefined) {
      return { number, refused: { status: refusal.status, message: refusal.message, body: refusal.body } };
    }
    return { number, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Compiles posted grants into a filter, once for each set of grants. */
function compiled(access: ThreadRequest['access']): ReadAccess {
  if (access.kind === 'unversioned') return { kind: 'unversioned', of: compiled(access.of) };
  if (access.kind !== 'filtered') return access;
  const key = JSON.stringify(access.grants);
  const cached = filters.get(key);
  if (cached) return cached;
  const grants: Grant[] = access.grants;
  const filter = rightsOf(grants, { documents: connection.documents, project }).access;
  filters.set(key, filter);
  return filter;
}
