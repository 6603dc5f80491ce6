import type { Dice } from './dice.ts';
import { hostileQuery } from './hostile-groq.ts';
import { anyJson, name } from './hostile-json.ts';
import { hostileTexts } from './hostile-texts.ts';
import { anyId } from './hostile-writes.ts';
import { nearlyGroq } from './nearly-groq.ts';
import { dataset, datasets, type FuzzRequest, get, segment, segments, version, withBody } from './request.ts';

/** Requests to every address but those of queries and writes. */
export function otherRequest(dice: Dice): FuzzRequest {
  return dice.oneOf(others)(dice);
}

const times = ['2026-01-01T00:00:00Z', '0000', '+999999-01-01', 'now', '', '1e309', '\ud800'.toWellFormed()];
const images = ['w', 'h', 'fit', 'rect', 'crop', 'fp-x', 'dpr', 'q', 'fm', 'auto', 'blur', 'bg', 'dl', 'or', 'flip'];

const others: ((dice: Dice) => FuzzRequest)[] = [
  (dice) => get('doc', `/${version(dice)}/data/doc/${dataset(dice)}/${segments(dice)}?excludeContent=${segment(dice)}`),
  (dice) => get('doc', `/${version(dice)}/data/doc/${dataset(dice)}/${segments(dice)}`),
  (dice) => get('references', `/v1/data/references/${dataset(dice)}/documents/${segment(dice)}/to`),
  (dice) =>
    get(
      'history',
      `/v1/data/history/${dataset(dice)}/documents/${segments(dice)}?${new URLSearchParams({ [dice.oneOf(['time', 'revision', 'lastRevision'])]: dice.oneOf(times) })}`,
    ),
  (dice) =>
    get(
      'history',
      `/v1/data/history/${dataset(dice)}/transactions/${segments(dice)}?excludeContent=true&limit=${segment(dice)}&fromTransaction=${segment(dice)}&toTime=${segment(dice)}&effectFormat=${dice.oneOf(['mendoza', 'x'])}&reverse=${dice.oneOf(['true', 'x'])}`,
    ),
  (dice) =>
    get(
      'history',
      `/v1/data/history/${dataset(dice)}/events/${dice.oneOf(['documents', 'releases'])}/${segment(dice)}?limit=${segment(dice)}&nextCursor=${segment(dice)}`,
    ),
  (dice) =>
    dice.is(0.02)
      ? get('export', `/v1/data/export/${dataset(dice)}?types=${segments(dice)}&nextCursor=${segment(dice)}`)
      : get('ping', '/v1/ping'),
  (dice) =>
    dice.is(0.1)
      ? upload(dice)
      : get('image', `/images/bodytext/${dataset(dice)}/${segment(dice)}-10x10.png?${imageParameters(dice)}`),
  (dice) => get('file', `/files/bodytext/${dataset(dice)}/${segment(dice)}/${segment(dice)}?dl=${segment(dice)}`),
  (dice) => get('users', `/v1/users/${dice.oneOf(['me', segments(dice)])}`),
  (dice) => get('settings', `/v1/users/me/keyvalue/${segments(dice)}`),
  (dice) =>
    withBody(
      dice,
      { kind: 'settings', method: 'PUT', path: `/v1/users/me/keyvalue/${dice.oneOf(['', segment(dice)])}` },
      anyJson(dice),
    ),
  (dice) => get('sessions', `/v1/users/me/sessions?${segment(dice)}`),
  // Nobody's own token: whoever signs out has none any more.
  (dice) => ({
    kind: 'sign-out',
    method: 'POST',
    path: '/v1/auth/logout',
    headers: { authorization: `Bearer ${encodeURIComponent(anyId(dice).toWellFormed()).slice(0, 3_000)}` },
  }),
  (dice) =>
    withBody(
      dice,
      { kind: 'services', method: 'POST', path: `/v1/${dice.oneOf(['intake', 'agent', 'journey'])}/${segment(dice)}` },
      anyJson(dice),
    ),
  (dice) =>
    get('services', `/v1/${dice.oneOf(['journey', 'intake', 'schedules', 'subscriptions/project'])}/${segment(dice)}`),
  (dice) => ({ ...get('services', `/v1/agent/${segment(dice)}/bundles/mine/listen`), isStream: true }),
  (dice) =>
    get('datasets', `/v1/datasets?addonFor=${segment(dice)}&datasetProfile=${segment(dice)}&origin=${segment(dice)}`),
  (dice) => ({ kind: 'sessions', method: 'DELETE', path: `/v1/users/me/sessions/${segment(dice)}` }),
  (dice) =>
    withBody(
      dice,
      {
        kind: 'hooks',
        method: dice.oneOf(['POST', 'GET']),
        path: `/v1/hooks/projects/${dice.oneOf(['bodytext', segment(dice)])}`,
      },
      hook(dice),
    ),
  (dice) =>
    withBody(
      dice,
      {
        kind: 'hooks',
        method: dice.oneOf(['PATCH', 'PUT', 'DELETE']),
        path: `/v1/hooks/projects/bodytext/${segment(dice)}`,
      },
      hook(dice),
    ),
  (dice) =>
    get(
      'hooks',
      `/v1/hooks/${segment(dice)}/${dice.oneOf(['messages', 'attempts'])}?limit=${segment(dice)}&offset=${segment(dice)}`,
    ),
  (dice) =>
    get(
      'hooks',
      `/v1/hooks/projects/bodytext/attempts/${segment(dice)}-${dice.oneOf(['1', '1e309', '-1', '9'.repeat(40)])}`,
    ),
  (dice) =>
    withBody(
      dice,
      { kind: 'cors', method: dice.oneOf(['POST', 'GET']), path: `/v1/projects/${segment(dice)}/cors` },
      {
        origin: dice.oneOf(['*', 'null', 'http://', 'javascript:1', ...hostileTexts]),
        allowCredentials: anyJson(dice, 0),
      },
    ),
  (dice) => ({
    kind: 'cors',
    method: 'DELETE',
    path: `/v1/projects/bodytext/cors/${dice.oneOf(['1e309', '-1', '0x1', '999999', segment(dice)])}`,
  }),
  (dice) =>
    get(
      'projects',
      `/v1/projects/${segment(dice)}/${dice.oneOf(['grants', 'users', 'roles', 'datasets', segment(dice), `datasets/${segment(dice)}/acl`])}`,
    ),
  (dice) =>
    withBody(dice, { kind: 'comments', method: 'POST', path: `/v1/comments/${dataset(dice)}/setup` }, anyJson(dice)),
  (dice) => signIn(dice),
  (dice) => get('sign-in', `/sign-in/${segment(dice)}?origin=${segment(dice)}`),
  (dice) => get('auth', `/v1/auth/${dice.oneOf(['fetch', 'providers', 'id', segment(dice)])}?sid=${segment(dice)}`),
  (dice) => ({
    ...get('any address', `/${dice.some(5, () => segment(dice)).join('/')}?${segment(dice)}=${segment(dice)}`),
    method: dice.oneOf(['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'TRACE']),
  }),
  (dice) => ({
    ...get(
      'odd headers',
      `/${version(dice)}/${dice.oneOf(['users/me', 'data/query/production?query=*[0]', 'data/doc/production/fuzz-1'])}`,
    ),
    method: dice.oneOf(['GET', 'OPTIONS', 'HEAD']),
    headers: oddHeaders(dice),
  }),
  (dice) => ({
    ...get('live', `/${version(dice)}/data/live/events/${dataset(dice)}?tag=${segment(dice)}`),
    headers: { 'last-event-id': segment(dice) },
    isStream: true,
  }),
];

function imageParameters(dice: Dice): URLSearchParams {
  return new URLSearchParams(
    dice.some(5, (): [string, string] => [
      dice.oneOf(images),
      dice.oneOf(['0', '-1', '1e309', '99999999', '1,2,3,4', 'x', 'NaN', '']),
    ]),
  );
}

function upload(dice: Dice): FuzzRequest {
  const path = `/v1/assets/${dice.oneOf(['images', 'files'])}/${dataset(dice)}?filename=${segment(dice)}&meta=${segment(dice)}`;
  const body = Buffer.from(dice.oneOf(hostileTexts));
  return {
    kind: 'upload',
    method: 'POST',
    path,
    headers: { 'content-type': dice.oneOf(['image/png', 'text/html', 'a', '']) },
    body,
  };
}

/** Webhooks that could never be called: a rule that runs at each change is the work of an administrator. */
function hook(dice: Dice): unknown {
  const rule = {
    on: dice.oneOf([['create'], [], 'x', anyJson(dice)]),
    filter: dice.oneOf([nearlyGroq(dice), hostileQuery(dice), anyJson(dice)]),
    projection: anyJson(dice),
  };
  const url = dice.oneOf(['', 'x', 'file:///etc/passwd', 'javascript:1', 'http://', ...hostileTexts]);
  return {
    name: anyJson(dice, 0),
    url,
    dataset: dice.oneOf(datasets),
    rule,
    httpMethod: name(dice),
    headers: anyJson(dice),
    type: 'document',
  };
}

function signIn(dice: Dice): FuzzRequest {
  const path = `/sign-in${dice.oneOf(['', '/password', `/${segment(dice)}`])}`;
  const form = new URLSearchParams([
    ['email', dice.oneOf(['', 'editor@localhost', ...hostileTexts])],
    ['password', dice.oneOf(['', ...hostileTexts])],
    ['newPassword', dice.oneOf(hostileTexts)],
    ['origin', dice.oneOf(hostileTexts)],
  ]);
  const contentType = dice.oneOf([
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

function oddHeaders(dice: Dice): Record<string, string> {
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
    dice.some(4, () => [
      dice.oneOf(names),
      dice.oneOf([`Bearer ${dice.oneOf(headerTexts)}`, dice.oneOf(headerTexts), 'http://a:99999', 'bytes=9-1,-5']),
    ]),
  );
}
