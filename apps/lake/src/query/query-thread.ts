import { parentPort, workerData } from 'node:worker_threads';
import type { ReadAccess } from '@bodytext/groq/access';
import { answerQuery } from '@bodytext/groq/answer';
import { startDeadline } from '@bodytext/groq/deadline';
import { asLakeError } from '../errors.ts';
import { rightsOf } from '../people/roles.ts';
import type { Grant } from '../plugin.ts';
import { openReader } from '../store/reader.ts';
import type { ThreadAnswer, ThreadOptions, ThreadQuestion } from './query-worker.ts';

/* Runs in a thread of its own, so that a query can be stopped whatever it does. Reads the database, never writes. */

const { folder, project }: ThreadOptions = workerData;
const reader = openReader(folder);
const filters = new Map<string, ReadAccess>();

/** From so many characters on it takes long to write a text in UTF-8: nothing for the thread that others wait for. */
const longText = 500_000;

parentPort?.on('message', (question: ThreadQuestion) => tell(answered(question)));
// A query's time starts when the thread can work on it.
parentPort?.postMessage('ready');

function tell(answer: ThreadAnswer): void {
  if ('answer' in answer && typeof answer.answer.json === 'string' && answer.answer.json.length > longText) {
    const json = new TextEncoder().encode(answer.answer.json);
    // Given away, not copied.
    parentPort?.postMessage({ ...answer, answer: { ...answer.answer, json } } satisfies ThreadAnswer, [json.buffer]);
  } else parentPort?.postMessage(answer);
}

function answered({ number, query, access, perspective, identity, sourceMap, limitMs }: ThreadQuestion): ThreadAnswer {
  try {
    // Where a value comes from is told by which object it is.
    const documents = sourceMap ? reader.wholeDocuments : reader.documents;
    const scope = { documents, perspective, access: rebuilt(access), identity, project };
    const answer = reader.inSnapshot(() => answerQuery(query, scope, sourceMap, startDeadline(limitMs)));
    return { number, answer };
  } catch (error) {
    const refusal = asLakeError(error);
    if (refusal !== undefined) {
      return { number, refused: { status: refusal.status, message: refusal.message, body: refusal.body } };
    }
    return { number, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** A function can't be sent to a thread; the grants it was made of can. */
function rebuilt(access: ThreadQuestion['access']): ReadAccess {
  if (access.kind === 'unversioned') return { kind: 'unversioned', of: rebuilt(access.of) };
  if (access.kind !== 'filtered') return access;
  const key = JSON.stringify(access.grants);
  const known = filters.get(key);
  if (known) return known;
  const grants: Grant[] = access.grants;
  const made = rightsOf(grants, { documents: reader.documents, project }).access;
  filters.set(key, made);
  return made;
}
