/** @jest-environment node */
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import { createFeedbackRateLimit } from './rate-limit.ts';
import { type Received, receive } from './receive.ts';
import type { Submission } from './submission.ts';

const address = '/back-pain/sciatica';
const form = 'application/x-www-form-urlencoded';
const ours = { 'sec-fetch-site': 'same-origin', 'content-type': form };

type Sent = { headers?: Record<string, string>; body?: string; proxies?: number };

/** The outcomes of requests over real HTTP, one after another, and the submissions. */
async function outcomesOf(requests: Sent[], submit?: (submission: Submission) => void) {
  const submitted: Submission[] = [];
  const received: Received[] = [];
  const service = {
    rateLimit: createFeedbackRateLimit(),
    submit: submit ?? ((submission: Submission) => void submitted.push(submission)),
  };
  let proxies = 0;
  const server = createServer(async (request, response) => {
    received.push(await receive(request, service, { siteUrl: 'https://site.example', proxies }));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  for (const sent of requests) {
    proxies = sent.proxies ?? 0;
    await new Promise<void>((resolve) => {
      const sending = httpRequest({ port, method: 'POST', headers: sent.headers ?? ours }, (answer) => {
        answer.resume().on('end', resolve);
      });
      sending.on('error', () => resolve());
      sending.end(sent.body ?? '');
    });
  }
  server.close();
  server.closeAllConnections();
  return { submitted, received };
}

const body = (fields: Record<string, string>) => new URLSearchParams({ page: address, ...fields }).toString();

test('a form from a page of this site is accepted, and leads back to that page', async () => {
  const { submitted, received } = await outcomesOf([
    { body: body({ useful: 'yes' }) },
    { body: body({ mistake: 'Wrong.' }), headers: { ...ours, 'content-type': `${form};charset=UTF-8` } },
  ]);
  expect(received).toEqual([
    { kind: 'accepted', address },
    { kind: 'accepted', address },
  ]);
  expect(submitted).toEqual([
    { kind: 'vote', address, useful: true },
    { kind: 'report', address, revision: undefined, text: 'Wrong.' },
  ]);
});

test.each([
  ['another site’s form', { body: body({ useful: 'yes' }), headers: { ...ours, 'sec-fetch-site': 'cross-site' } }, 403],
  ['JSON', { body: '{}', headers: { ...ours, 'content-type': 'application/json' } }, 415],
  ['a file', { body: 'x', headers: { ...ours, 'content-type': 'multipart/form-data; boundary=x' } }, 415],
  ['no Content-Type', { body: 'x', headers: { 'sec-fetch-site': 'same-origin' } }, 415],
  ['an empty body', {}, 400],
  ['invalid UTF-8', { body: 'page=%FF%FE&mistake=%C0%80' }, 400],
  ['a megabyte', { body: `page=${address}&mistake=${'x'.repeat(1024 * 1024)}` }, 413],
  ['a thousand fields too many', { body: `${body({})}&${'x=1&'.repeat(1000)}` }, 422],
])('%s is rejected', async (_, sent, status) => {
  const { submitted, received } = await outcomesOf([sent]);
  expect(submitted).toEqual([]);
  expect(received).toMatchObject([{ kind: 'rejected', status }]);
});

test('a rate-limited report is returned to its reader, and other callers are accepted', async () => {
  const from = (caller: string): Sent => ({
    body: body({ mistake: 'Wrong.' }),
    // Only the last entry, from the operator's own proxy, is trusted.
    headers: { ...ours, 'x-forwarded-for': `${Math.random()}, ${caller}` },
    proxies: 1,
  });
  const { received } = await outcomesOf([...Array.from({ length: 11 }, () => from('192.0.2.1')), from('192.0.2.2')]);
  expect(received.slice(-3)).toMatchObject([
    { kind: 'accepted' },
    { kind: 'rejected', status: 429, text: 'Wrong.' },
    { kind: 'accepted' },
  ]);
});

test('a report that can’t be queued is returned to its reader, and its text is not logged', async () => {
  const log = jest.spyOn(console, 'error').mockImplementation(() => {});
  const { received } = await outcomesOf([{ body: body({ mistake: 'Private.' }) }], () => {
    throw new Error('disk full');
  });
  expect(received).toMatchObject([{ kind: 'rejected', status: 503, text: 'Private.' }]);
  expect(String(log.mock.calls)).not.toContain('Private.');
  log.mockRestore();
});
