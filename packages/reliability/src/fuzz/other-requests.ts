import type { Random } from '../random.ts';
import { hostileQuery } from './hostile-groq.ts';
import { anyJson, name } from './hostile-json.ts';
import { hostileTexts } from './hostile-texts.ts';
import { anyId } from './hostile-writes.ts';
import { nearlyGroq } from './nearly-groq.ts';
import { dataset, datasets, type FuzzRequest, get, segment, segments, version, withBody } from './request.ts';

/** A request to any endpoint but those of queries and writes. */
export function otherRequest(random: Random): FuzzRequest {
  return random.oneOf(others)(random);
}

const times = ['2026-01-01T00:00:00Z', '0000', '+999999-01-01', 'now', '', '1e309', '\ud800'.toWellFormed()];
const images = ['w', 'h', 'fit', 'rect', 'crop', 'fp-x', 'dpr', 'q', 'fm', 'auto', 'blur', 'bg', 'dl', 'or', 'flip'];

const others: ((random: Random) => FuzzRequest)[] = [
  (random) =>
    get('doc', `/${version(random)}/data/doc/${dataset(random)}/${segments(random)}?excludeContent=${segment(random)}`),
  (random) => get('doc', `/${version(random)}/data/doc/${dataset(random)}/${segments(random)}`),
  (random) => get('references', `/v1/data/references/${dataset(random)}/documents/${segment(random)}/to`),
  (random) =>
    get(
      'history',
      `/v1/data/history/${dataset(random)}/documents/${segments(random)}?${new URLSearchParams({ [random.oneOf(['time', 'revision', 'lastRevision'])]: random.oneOf(times) })}`,
    ),
  (random) =>
    get(
      'history',
      `/v1/data/history/${dataset(random)}/transactions/${segments(random)}?excludeContent=true&limit=${segment(random)}&fromTransaction=${segment(random)}&toTime=${segment(random)}&effectFormat=${random.oneOf(['mendoza', 'x'])}&reverse=${random.oneOf(['true', 'x'])}`,
    ),
  (random) =>
    get(
      'history',
      `/v1/data/history/${dataset(random)}/events/${random.oneOf(['documents', 'releases'])}/${segment(random)}?limit=${segment(random)}&nextCursor=${segment(random)}`,
    ),
  (random) =>
    random.chance(0.02)
      ? get('export', `/v1/data/export/${dataset(random)}?types=${segments(random)}&nextCursor=${segment(random)}`)
      : get('ping', '/v1/ping'),
  (random) =>
    random.chance(0.1)
      ? upload(random)
      : get('image', `/images/bodytext/${dataset(random)}/${segment(random)}-10x10.png?${imageParameters(random)}`),
  (random) =>
    get('file', `/files/bodytext/${dataset(random)}/${segment(random)}/${segment(random)}?dl=${segment(random)}`),
  (random) => get('users', `/v1/users/${random.oneOf(['me', segments(random)])}`),
  (random) => get('settings', `/v1/users/me/keyvalue/${segments(random)}`),
  (random) =>
    withBody(
      random,
      { kind: 'settings', method: 'PUT', path: `/v1/users/me/keyvalue/${random.oneOf(['', segment(random)])}` },
      anyJson(random),
    ),
  (random) => get('sessions', `/v1/users/me/sessions?${segment(random)}`),
  // A made-up token, as signing out would revoke the attackers' own.
  (random) => ({
    kind: 'sign-out',
    method: 'POST',
    path: '/v1/auth/logout',
    headers: { authorization: `Bearer ${encodeURIComponent(anyId(random).toWellFormed()).slice(0, 3_000)}` },
  }),
  (random) =>
    withBody(
      random,
      {
        kind: 'services',
        method: 'POST',
        path: `/v1/${random.oneOf(['intake', 'agent', 'journey'])}/${segment(random)}`,
      },
      anyJson(random),
    ),
  (random) =>
    get(
      'services',
      `/v1/${random.oneOf(['journey', 'intake', 'schedules', 'subscriptions/project'])}/${segment(random)}`,
    ),
  (random) => ({ ...get('services', `/v1/agent/${segment(random)}/bundles/mine/listen`), isStream: true }),
  (random) =>
    get(
      'datasets',
      `/v1/datasets?addonFor=${segment(random)}&datasetProfile=${segment(random)}&origin=${segment(random)}`,
    ),
  (random) => ({ kind: 'sessions', method: 'DELETE', path: `/v1/users/me/sessions/${segment(random)}` }),
  (random) =>
    withBody(
      random,
      {
        kind: 'hooks',
        method: random.oneOf(['POST', 'GET']),
        path: `/v1/hooks/projects/${random.oneOf(['bodytext', segment(random)])}`,
      },
      hook(random),
    ),
  (random) =>
    withBody(
      random,
      {
        kind: 'hooks',
        method: random.oneOf(['PATCH', 'PUT', 'DELETE']),
        path: `/v1/hooks/projects/bodytext/${segment(random)}`,
      },
      hook(random),
    ),
  (random) =>
    get(
      'hooks',
      `/v1/hooks/${segment(random)}/${random.oneOf(['messages', 'attempts'])}?limit=${segment(random)}&offset=${segment(random)}`,
    ),
  (random) =>
    get(
      'hooks',
      `/v1/hooks/projects/bodytext/attempts/${segment(random)}-${random.oneOf(['1', '1e309', '-1', '9'.repeat(40)])}`,
    ),
  (random) =>
    withBody(
      random,
      { kind: 'cors', method: random.oneOf(['POST', 'GET']), path: `/v1/projects/${segment(random)}/cors` },
      {
        origin: random.oneOf(['*', 'null', 'http://', 'javascript:1', ...hostileTexts]),
        allowCredentials: anyJson(random, 0),
      },
    ),
  (random) => ({
    kind: 'cors',
    method: 'DELETE',
    path: `/v1/projects/bodytext/cors/${random.oneOf(['1e309', '-1', '0x1', '999999', segment(random)])}`,
  }),
  (random) =>
    get(
      'projects',
      `/v1/projects/${segment(random)}/${random.oneOf(['grants', 'users', 'roles', 'datasets', segment(random), `datasets/${segment(random)}/acl`])}`,
    ),
  (random) =>
    withBody(
      random,
      { kind: 'comments', method: 'POST', path: `/v1/comments/${dataset(random)}/setup` },
      anyJson(random),
    ),
  (random) => signIn(random),
  (random) => get('sign-in', `/sign-in/${segment(random)}?origin=${segment(random)}`),
  (random) =>
    get('auth', `/v1/auth/${random.oneOf(['fetch', 'providers', 'id', segment(random)])}?sid=${segment(random)}`),
  (random) => ({
    ...get('any address', `/${random.upTo(5, () => segment(random)).join('/')}?${segment(random)}=${segment(random)}`),
    method: random.oneOf(['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'TRACE']),
  }),
  (random) => ({
    ...get(
      'odd headers',
      `/${version(random)}/${random.oneOf(['users/me', 'data/query/production?query=*[0]', 'data/doc/production/fuzz-1'])}`,
    ),
    method: random.oneOf(['GET', 'OPTIONS', 'HEAD']),
    headers: oddHeaders(random),
  }),
  (random) => ({
    ...get('live', `/${version(random)}/data/live/events/${dataset(random)}?tag=${segment(random)}`),
    headers: { 'last-event-id': segment(random) },
    isStream: true,
  }),
];

function imageParameters(random: Random): URLSearchParams {
  return new URLSearchParams(
    random.upTo(5, (): [string, string] => [
      random.oneOf(images),
      random.oneOf(['0', '-1', '1e309', '99999999', '1,2,3,4', 'x', 'NaN', '']),
    ]),
  );
}

function upload(random: Random): FuzzRequest {
  const path = `/v1/assets/${random.oneOf(['images', 'files'])}/${dataset(random)}?filename=${segment(random)}&meta=${segment(random)}`;
  const body = Buffer.from(random.oneOf(hostileTexts));
  return {
    kind: 'upload',
    method: 'POST',
    path,
    headers: { 'content-type': random.oneOf(['image/png', 'text/html', 'a', '']) },
    body,
  };
}

/** Webhooks with invalid URLs, which the lake refuses: a valid one would run its costly filter at every change. */
function hook(random: Random): unknown {
  const rule = {
    on: random.oneOf([['create'], [], 'x', anyJson(random)]),
    filter: random.oneOf([nearlyGroq(random), hostileQuery(random), anyJson(random)]),
    projection: anyJson(random),
  };
  const url = random.oneOf(['', 'x', 'file:///etc/passwd', 'javascript:1', 'http://', ...hostileTexts]);
  return {
    name: anyJson(random, 0),
    url,
    dataset: random.oneOf(datasets),
    rule,
    httpMethod: name(random),
    headers: anyJson(random),
    type: 'document',
  };
}

function signIn(random: Random): FuzzRequest {
  const path = `/sign-in${random.oneOf(['', '/password', `/${segment(random)}`])}`;
  const form = new URLSearchParams([
    ['email', random.oneOf(['', 'editor@localhost', ...hostileTexts])],
    ['password', random.oneOf(['', ...hostileTexts])],
    ['newPassword', random.oneOf(hostileTexts)],
    ['origin', random.oneOf(hostileTexts)],
  ]);
  const contentType = random.oneOf([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'multipart/form-data',
    'text/plain',
    '',
  ]);
  return { kind: 'sign-in', method: 'POST', path, headers: { 'content-type': contentType }, body: String(form) };
}

const headerTexts = [
  '',
  ' ',
  '*',
  'null',
  '-1',
  '0',
  '1e309',
  'a'.repeat(4_000),
  '"',
  '\\',
  ',,,',
  ';',
  '=',
  'x'.repeat(30_000),
  'é\u00ff',
];

function oddHeaders(random: Random): Record<string, string> {
  const names = [
    'origin',
    'authorization',
    'cookie',
    'accept',
    'accept-encoding',
    'range',
    'if-none-match',
    'if-modified-since',
    'x-forwarded-for',
    'x-forwarded-host',
    'access-control-request-method',
    'access-control-request-headers',
    'last-event-id',
    'expect',
    'user-agent',
    'upgrade-insecure-requests',
    '__proto__',
  ];
  return Object.fromEntries(
    random.upTo(4, () => [
      random.oneOf(names),
      random.oneOf([
        `Bearer ${random.oneOf(headerTexts)}`,
        random.oneOf(headerTexts),
        'http://a:99999',
        'bytes=9-1,-5',
      ]),
    ]),
  );
}
