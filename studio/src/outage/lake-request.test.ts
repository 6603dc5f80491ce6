import { describe, expect, test } from '@jest/globals';
import { classifyRequest, parseEdit } from './lake-request.ts';

const origin = 'http://localhost:3333';
const commit = '/v2025-02-19/data/actions/production?tag=sanity.studio.document.commit';
const stream = { headers: { accept: 'text/event-stream' } };
const post = { method: 'POST', body: '{}' };

describe.each([
  ['the lake that serves the page', 'http://bodytext.localhost:3333'],
  ['Sanity’s lake', 'https://zp7mbokg.api.sanity.io'],
])('a request to %s', (_, lake) => {
  test.each<[string, RequestInit, string | undefined]>([
    [commit, post, 'edit'],
    ['/v2025-02-19/data/mutate/production?tag=sanity.studio.document.commit&visibility=async', post, 'edit'],
    ['/v2025-02-19/data/actions/production?tag=sanity.studio.document.publish', post, 'action'],
    ['/vX/data/mutate/production', post, 'action'],
    ['/v2025-02-19/data/listen/production?query=*', stream, 'events'],
    ['/v2025-02-19/data/query/production?query=*', {}, 'read'],
    ['/v1/users/me', {}, 'read'],
    ['/v2021-06-07/auth/logout', post, 'sign-out'],
    ['/v2025-02-19/data/query/production', post, undefined],
    ['/v2021-06-07/assets/images/production', post, undefined],
    ['/assets/a.js', {}, undefined],
  ])('%s is classified', (path, init, kind) => {
    expect(classifyRequest(origin, lake + path, init)?.kind).toBe(kind);
    expect(classifyRequest(origin, new Request(lake + path, init))?.kind).toBe(kind);
  });
});

test.each(['https://example.org', 'https://api.sanity.io.example.org', 'http://localhost:3000', 'data:,a'])(
  'a request to %s is not classified',
  (other) => {
    expect(classifyRequest(origin, other + commit, post)).toBeUndefined();
  },
);

test('an edit has the transaction id and the ids of all its documents', () => {
  const actions = [{ actionType: 'sanity.action.document.edit', draftId: 'drafts.a', publishedId: 'a', patch: {} }];
  expect(parseEdit(JSON.stringify({ transactionId: 't', actions }))).toEqual({
    transactionId: 't',
    documentIds: ['drafts.a', 'a'],
  });
  const mutations = [{ createIfNotExists: { _id: 'a', _type: 'b' } }, { patch: { id: 'a', set: {} } }];
  expect(parseEdit(JSON.stringify({ transactionId: 't', mutations }))?.documentIds).toEqual(['a']);
  expect([parseEdit('{"mutations":[]}'), parseEdit(undefined), parseEdit(new Blob())]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
