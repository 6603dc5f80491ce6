/** @jest-environment node */
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inMemoryLake } from '@bodytext/content/in-memory-lake.fixture';
import { checkPublishable } from '@bodytext/schema/check';
import { aRedirect, oneOfEachType } from '@bodytext/schema/fixtures';
import { expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { deliver, findPageIn } from './deliver.ts';
import { FeedbackDesk } from './feedback-desk.ts';
import { Outbox } from './outbox.ts';

const address = '/back-pain/stiff-neck';
const aFile = () => join(mkdtempSync(join(tmpdir(), 'feedback-')), 'site', 'feedback.sqlite');
const findPage = findPageIn(
  inMemoryLake([...oneOfEachType(), aRedirect({ from: '/neck', target: undefined, to: address })]).context,
);

const mutation = z.union([
  z.object({ create: z.looseObject({ _id: z.string() }) }),
  z.object({ createIfNotExists: z.looseObject({ _id: z.string() }) }),
  z.object({ patch: z.object({ id: z.string(), inc: z.record(z.string(), z.number()) }) }),
]);

/** As much of a lake as takes what a site hands in: it takes each transaction once, and may lose its answer. */
function aLake() {
  const documents = new Map<string, Record<string, unknown>>();
  const transactions = new Set<string>();
  const failures: ('none' | 'away' | 'answerLost' | number)[] = [];
  return {
    documents,
    failures,
    async mutate(mutations: unknown, { transactionId }: { transactionId: string }) {
      const failure = failures.shift();
      if (failure === 'away') throw new Error('connect ECONNREFUSED');
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
const send = (outbox: Outbox, lake: FakeLake) => deliver(outbox, lake, findPage);
const documentsOf = (lake: FakeLake, type: string) =>
  [...lake.documents.values()].filter(({ _type }) => _type === type);

test('a report becomes a document that the schema takes, with its page and day, and nothing else', async () => {
  const [outbox, lake] = [new Outbox(aFile()), aLake()];
  outbox.put({ kind: 'report', address, revision: 'r1', text: 'Wrong.' }, new Date('2026-03-05T23:59:59Z'));
  await send(outbox, lake);
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
  expect(outbox.next()).toBeUndefined();
});

test('votes are one document a page and month, however many there are and however they come', async () => {
  const [outbox, lake] = [new Outbox(aFile()), aLake()];
  const vote = (useful: boolean, day = '2026-03-05') =>
    outbox.put({ kind: 'vote', address, useful }, new Date(`${day}T12:00:00Z`));
  for (let index = 0; index < 20; index += 1) vote(true);
  vote(false);
  await send(outbox, lake);
  vote(true);
  vote(false, '2026-04-01');
  await send(outbox, lake);
  const tallies = documentsOf(lake, 'feedbackTally');
  expect(tallies.map(({ month, useful, notUseful }) => [month, useful, notUseful])).toEqual([
    ['2026-03', 21, 1],
    ['2026-04', 0, 1],
  ]);
  for (const tally of tallies) expect(checkPublishable(tally)).toEqual([]);
});

test('what was sent from an address that moved is about the page that moved', async () => {
  const [outbox, lake] = [new Outbox(aFile()), aLake()];
  outbox.put({ kind: 'vote', address: '/neck', useful: true });
  outbox.put({ kind: 'vote', address, useful: true });
  await send(outbox, lake);
  expect(documentsOf(lake, 'feedbackTally')).toMatchObject([{ page: { _ref: 'article-stiff-neck' }, useful: 2 }]);
});

test('of a page that is not there, a report says so, and votes count for nothing', async () => {
  const [outbox, lake] = [new Outbox(aFile()), aLake()];
  outbox.put({ kind: 'vote', address: '/made-up', useful: true });
  outbox.put({ kind: 'report', address: '/made-up', revision: undefined, text: 'Where is it?' });
  await send(outbox, lake);
  expect([...lake.documents.values()]).toHaveLength(1);
  expect(documentsOf(lake, 'feedback')[0]).not.toHaveProperty('page');
  expect(outbox.next()).toBeUndefined();
});

test('while the lake is away all waits on disk, through a restart, and arrives once though an answer was lost', async () => {
  const [file, lake] = [aFile(), aLake()];
  const before = new Outbox(file);
  before.put({ kind: 'report', address, revision: undefined, text: 'First.' });
  before.put({ kind: 'report', address, revision: undefined, text: 'Second.' });
  before.put({ kind: 'vote', address, useful: true });
  lake.failures.push('away');
  await expect(send(before, lake)).rejects.toThrow('ECONNREFUSED');
  before.close();
  const outbox = new Outbox(file);
  lake.failures.push('answerLost');
  await expect(send(outbox, lake)).rejects.toThrow('hang up');
  outbox.put({ kind: 'vote', address, useful: true });
  // The first report is there already, the second gets through, and the answer about the votes is lost.
  lake.failures.push('none', 'none', 'answerLost');
  await expect(send(outbox, lake)).rejects.toThrow('hang up');
  outbox.put({ kind: 'vote', address, useful: false });
  await send(outbox, lake);
  expect(documentsOf(lake, 'feedback').map(({ text }) => text)).toEqual(['First.', 'Second.']);
  expect(documentsOf(lake, 'feedbackTally')).toMatchObject([{ useful: 2, notUseful: 1 }]);
});

test('a report that the lake refuses for good holds up no other, and stays in the outbox', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => {});
  const [file, lake] = [aFile(), aLake()];
  const outbox = new Outbox(file);
  outbox.put({ kind: 'report', address, revision: undefined, text: 'Refused.' });
  outbox.put({ kind: 'report', address, revision: undefined, text: 'Taken.' });
  lake.failures.push(400);
  await send(outbox, lake);
  expect(documentsOf(lake, 'feedback').map(({ text }) => text)).toEqual(['Taken.']);
  expect(said).toHaveBeenCalledTimes(1);
  outbox.close();
  expect(readFileSync(file, 'latin1')).toContain('Refused.');
  said.mockRestore();
});

test('a token that may not write keeps everything for when it may', async () => {
  const [outbox, lake] = [new Outbox(aFile()), aLake()];
  outbox.put({ kind: 'report', address, revision: undefined, text: 'Kept.' });
  lake.failures.push(401);
  await expect(send(outbox, lake)).rejects.toThrow('No.');
  await send(outbox, lake);
  expect(documentsOf(lake, 'feedback')).toHaveLength(1);
});

test('the outbox is its owner’s alone, and what was sent on is in its file no more', async () => {
  const [file, lake] = [aFile(), aLake()];
  const outbox = new Outbox(file);
  outbox.put({ kind: 'report', address, revision: undefined, text: 'Unmistakable.' });
  expect(statSync(file).mode & 0o077).toBe(0);
  await send(outbox, lake);
  outbox.close();
  expect(readFileSync(file, 'latin1')).not.toContain('Unmistakable.');
});

test('on a public site, what readers send goes on once a quarter of an hour; else at once', async () => {
  let now = Date.parse('2026-03-05T12:01:00Z');
  let sent = 0;
  const parts = {
    outbox: new Outbox(aFile()),
    deliver: async () => {
      sent += 1;
    },
    now: () => now,
  };
  const patient = new FeedbackDesk({ ...parts, isPatient: true });
  patient.take({ kind: 'vote', address, useful: true });
  await patient.handOnWhenDue();
  expect(sent).toBe(0);
  now = Date.parse('2026-03-05T12:15:00Z');
  await patient.handOnWhenDue();
  await patient.handOnWhenDue();
  expect(sent).toBe(1);
  new FeedbackDesk({ ...parts, isPatient: false }).take({ kind: 'vote', address, useful: true });
  expect(sent).toBe(2);
});
