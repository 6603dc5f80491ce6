/** @jest-environment node */
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemoryLake } from '@bodytext/content/in-memory-lake.fixture';
import { checkPublishable } from '@bodytext/schema/check';
import { aRedirect, oneOfEachType } from '@bodytext/schema/fixtures';
import { expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { deliver, findArticleIdIn } from './deliver.ts';
import { createFeedbackQueue, type FeedbackQueue } from './feedback-queue.ts';
import { createFeedbackService } from './feedback-service.ts';

const address = '/back-pain/stiff-neck';
const aFile = () => join(mkdtempSync(join(tmpdir(), 'feedback-')), 'site', 'feedback.sqlite');
const findArticleId = findArticleIdIn(
  inMemoryLake([...oneOfEachType(), aRedirect({ from: '/neck', target: undefined, to: address })]).context,
);

const mutation = z.union([
  z.object({ create: z.looseObject({ _id: z.string() }) }),
  z.object({ createIfNotExists: z.looseObject({ _id: z.string() }) }),
  z.object({ patch: z.object({ id: z.string(), inc: z.record(z.string(), z.number()) }) }),
]);

/** A fake lake, which applies each transaction once, and whose answer may get lost. */
function aLake() {
  const documents = new Map<string, Record<string, unknown>>();
  const transactions = new Set<string>();
  const failures: ('none' | 'down' | 'answerLost' | number)[] = [];
  return {
    documents,
    failures,
    async mutate(mutations: unknown, { transactionId }: { transactionId: string }) {
      const failure = failures.shift();
      if (failure === 'down') throw new Error('connect ECONNREFUSED');
      if (typeof failure === 'number') throw Object.assign(new Error('No.'), { statusCode: failure });
      if (transactions.has(transactionId)) throw Object.assign(new Error('Known.'), { statusCode: 409 });
      transactions.add(transactionId);
      for (const one of z.array(mutation).parse(mutations)) {
        if ('create' in one) documents.set(one.create._id, one.create);
        else if ('createIfNotExists' in one) {
          const { _id } = one.createIfNotExists;
          documents.set(_id, documents.get(_id) ?? one.createIfNotExists);
        } else {
          const document = documents.get(one.patch.id) ?? {};
          const sums = Object.entries(one.patch.inc).map(([name, by]) => [name, Number(document[name]) + by]);
          documents.set(one.patch.id, { ...document, ...Object.fromEntries(sums) });
        }
      }
      if (failure === 'answerLost') throw new Error('socket hang up');
    },
  };
}

type FakeLake = ReturnType<typeof aLake>;
const send = (queue: FeedbackQueue, lake: FakeLake) => deliver(queue, lake, findArticleId);
const documentsOf = (lake: FakeLake, type: string) =>
  [...lake.documents.values()].filter(({ _type }) => _type === type);

test('a report becomes a valid document with its page and day, and nothing else', async () => {
  const [queue, lake] = [createFeedbackQueue(aFile()), aLake()];
  queue.enqueue({ kind: 'report', address, revision: 'r1', text: 'Wrong.' }, new Date('2026-03-05T23:59:59Z'));
  await send(queue, lake);
  const [report] = documentsOf(lake, 'feedback');
  expect(report).toEqual({
    _id: expect.stringMatching(/^feedback\.[0-9a-f-]{36}$/),
    _type: 'feedback',
    address,
    page: { _type: 'reference', _ref: 'article-stiff-neck', _weak: true },
    revision: 'r1',
    text: 'Wrong.',
    reportedOn: '2026-03-05',
    state: 'open',
  });
  expect(checkPublishable(report)).toEqual([]);
  expect(queue.peek()).toBeUndefined();
});

test('votes are aggregated into one document per page and month', async () => {
  const [queue, lake] = [createFeedbackQueue(aFile()), aLake()];
  const vote = (useful: boolean, day = '2026-03-05') =>
    queue.enqueue({ kind: 'vote', address, useful }, new Date(`${day}T12:00:00Z`));
  for (let index = 0; index < 20; index += 1) vote(true);
  vote(false);
  await send(queue, lake);
  vote(true);
  vote(false, '2026-04-01');
  await send(queue, lake);
  const tallies = documentsOf(lake, 'feedbackTally');
  expect(tallies.map(({ month, useful, notUseful }) => [month, useful, notUseful])).toEqual([
    ['2026-03', 21, 1],
    ['2026-04', 0, 1],
  ]);
  for (const tally of tallies) expect(checkPublishable(tally)).toEqual([]);
});

test('feedback for an address that has moved is about the page at its new address', async () => {
  const [queue, lake] = [createFeedbackQueue(aFile()), aLake()];
  queue.enqueue({ kind: 'vote', address: '/neck', useful: true });
  queue.enqueue({ kind: 'vote', address, useful: true });
  await send(queue, lake);
  expect(documentsOf(lake, 'feedbackTally')).toMatchObject([{ page: { _ref: 'article-stiff-neck' }, useful: 2 }]);
});

test('for an address without a page, a report is sent without a page, and votes are discarded', async () => {
  const [queue, lake] = [createFeedbackQueue(aFile()), aLake()];
  queue.enqueue({ kind: 'vote', address: '/made-up', useful: true });
  queue.enqueue({ kind: 'report', address: '/made-up', revision: undefined, text: 'Where is it?' });
  await send(queue, lake);
  expect([...lake.documents.values()]).toHaveLength(1);
  expect(documentsOf(lake, 'feedback')[0]).not.toHaveProperty('page');
  expect(queue.peek()).toBeUndefined();
});

test('during an outage feedback is queued on disk, through a restart, and delivered once even if an answer is lost', async () => {
  const [file, lake] = [aFile(), aLake()];
  const before = createFeedbackQueue(file);
  before.enqueue({ kind: 'report', address, revision: undefined, text: 'First.' });
  before.enqueue({ kind: 'report', address, revision: undefined, text: 'Second.' });
  before.enqueue({ kind: 'vote', address, useful: true });
  lake.failures.push('down');
  await expect(send(before, lake)).rejects.toThrow('ECONNREFUSED');
  before.close();
  const queue = createFeedbackQueue(file);
  lake.failures.push('answerLost');
  await expect(send(queue, lake)).rejects.toThrow('hang up');
  queue.enqueue({ kind: 'vote', address, useful: true });
  // The lake has the first report already, the second succeeds, and the answer for the votes is lost.
  lake.failures.push('none', 'none', 'answerLost');
  await expect(send(queue, lake)).rejects.toThrow('hang up');
  queue.enqueue({ kind: 'vote', address, useful: false });
  await send(queue, lake);
  expect(documentsOf(lake, 'feedback').map(({ text }) => text)).toEqual(['First.', 'Second.']);
  expect(documentsOf(lake, 'feedbackTally')).toMatchObject([{ useful: 2, notUseful: 1 }]);
});

test('a report that the lake rejects for good does not block the others, and stays in the file', async () => {
  const log = jest.spyOn(console, 'error').mockImplementation(() => {});
  const [file, lake] = [aFile(), aLake()];
  const queue = createFeedbackQueue(file);
  queue.enqueue({ kind: 'report', address, revision: undefined, text: 'Refused.' });
  queue.enqueue({ kind: 'report', address, revision: undefined, text: 'Taken.' });
  lake.failures.push(400);
  await send(queue, lake);
  expect(documentsOf(lake, 'feedback').map(({ text }) => text)).toEqual(['Taken.']);
  expect(log).toHaveBeenCalledTimes(1);
  queue.close();
  expect(readFileSync(file, 'latin1')).toContain('Refused.');
  log.mockRestore();
});

test('with an invalid token everything stays queued', async () => {
  const [queue, lake] = [createFeedbackQueue(aFile()), aLake()];
  queue.enqueue({ kind: 'report', address, revision: undefined, text: 'Kept.' });
  lake.failures.push(401);
  await expect(send(queue, lake)).rejects.toThrow('No.');
  await send(queue, lake);
  expect(documentsOf(lake, 'feedback')).toHaveLength(1);
});

test('only the owner may read the queue’s file, and delivered reports leave no trace in it', async () => {
  const [file, lake] = [aFile(), aLake()];
  const queue = createFeedbackQueue(file);
  queue.enqueue({ kind: 'report', address, revision: undefined, text: 'Unmistakable.' });
  expect(statSync(file).mode & 0o077).toBe(0);
  await send(queue, lake);
  queue.close();
  expect(readFileSync(file, 'latin1')).not.toContain('Unmistakable.');
});

test('the queue is flushed every quarter of an hour on a public site, otherwise at once', async () => {
  let now = Date.parse('2026-03-05T12:01:00Z');
  let sent = 0;
  const parts = {
    queue: createFeedbackQueue(aFile()),
    deliver: async () => {
      sent += 1;
    },
    now: () => now,
  };
  const delayed = createFeedbackService({ ...parts, isDelayed: true });
  delayed.submit({ kind: 'vote', address, useful: true });
  await delayed.flushIfDue();
  expect(sent).toBe(0);
  now = Date.parse('2026-03-05T12:15:00Z');
  await delayed.flushIfDue();
  await delayed.flushIfDue();
  expect(sent).toBe(1);
  createFeedbackService({ ...parts, isDelayed: false }).submit({ kind: 'vote', address, useful: true });
  expect(sent).toBe(2);
});
