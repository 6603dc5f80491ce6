/** @jest-environment node */
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import { FeedbackLimits } from './limits.ts';
import { type Received, receive } from './receive.ts';
import type { Submission } from './submission.ts';

const address = '/back-pain/sciatica';
const form = 'application/x-www-form-urlencoded';
const ours = { 'sec-fetch-site': 'same-origin', 'content-type': form };

type Sent = { headers?: Record<string, string>; body?: string; proxies?: number };

/** What comes of requests over real HTTP, one after another, and what the desk got. */
async function answersTo(requests: Sent[], take?: (submission: Submission) => void) {
  const taken: Submission[] = [];
  const received: Received[] = [];
  const desk = { limits: new FeedbackLimits(), take: take ?? ((one: Submission) => void taken.push(one)) };
  let proxies = 0;
  const server = createServer(async (request, response) => {
    received.push(await receive(request, desk, { siteUrl: 'https://site.example', proxies }));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  for (const sent of requests) {
    proxies = sent.proxies ?? 0;
    await new Promise<void>((resolve) => {
      const asked = httpRequest({ port, method: 'POST', headers: sent.headers ?? ours }, (answer) => {
        answer.resume().on('end', resolve);
      });
      asked.on('error', () => resolve());
      asked.end(sent.body ?? '');
    });
  }
  server.close();
  server.closeAllConnections();
  return { taken, received };
}

const body = (fields: Record<string, string>) => new URLSearchParams({ page: address, ...fields }).toString();

test('a form from a page here is taken, and its reader goes back to that page', async () => {
  const { taken, received } = await answersTo([
    { body: body({ useful: 'yes' }) },
    { body: body({ mistake: 'Wrong.' }), headers: { ...ours, 'content-type': `${form};charset=UTF-8` } },
  ]);
  expect(received).toEqual([
    { kind: 'taken', address },
    { kind: 'taken', address },
  ]);
  expect(taken).toEqual([
    { kind: 'vote', address, useful: true },
    { kind: 'report', address, revision: undefined, text: 'Wrong.' },
  ]);
});

test.each([
  ['another site’s form', { body: body({ useful: 'yes' }), headers: { ...ours, 'sec-fetch-site': 'cross-site' } }, 403],
  ['JSON', { body: '{}', headers: { ...ours, 'content-type': 'application/json' } }, 415],
  ['a file', { body: 'x', headers: { ...ours, 'content-type': 'multipart/form-data; boundary=x' } }, 415],
  ['no type', { body: 'x', headers: { 'sec-fetch-site': 'same-origin' } }, 415],
  ['nothing', {}, 400],
  ['bytes that are no text', { body: 'page=%FF%FE&mistake=%C0%80' }, 400],
  ['a megabyte', { body: `page=${address}&mistake=${'x'.repeat(1024 * 1024)}` }, 413],
  ['a thousand fields too many', { body: `${body({})}&${'x=1&'.repeat(1000)}` }, 422],
])('%s is refused', async (_, sent, status) => {
  const { taken, received } = await answersTo([sent]);
  expect(taken).toEqual([]);
  expect(received).toMatchObject([{ kind: 'refused', status }]);
});

test('whoever sends too much gets it back, to be sent later; others are taken', async () => {
  const from = (caller: string): Sent => ({
    body: body({ mistake: 'Wrong.' }),
    // Only what one's own proxy wrote, at the end, is believed.
    headers: { ...ours, 'x-forwarded-for': `${Math.random()}, ${caller}` },
    proxies: 1,
  });
  const { received } = await answersTo([...Array.from({ length: 11 }, () => from('192.0.2.1')), from('192.0.2.2')]);
  expect(received.slice(-3)).toMatchObject([
    { kind: 'taken' },
    { kind: 'refused', status: 429, text: 'Wrong.' },
    { kind: 'taken' },
  ]);
});

test('what can’t be kept is given back, and nothing is logged of what it says', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => {});
  const { received } = await answersTo([{ body: body({ mistake: 'Private.' }) }], () => {
    throw new Error('disk full');
  });
  expect(received).toMatchObject([{ kind: 'refused', status: 503, text: 'Private.' }]);
  expect(String(said.mock.calls)).not.toContain('Private.');
  said.mockRestore();
});
