import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestLake, type TestLake } from '../lake.fixture.ts';

/*
 * What each role may do at each address, with the newsroom's own grants. 200 is done, 403 refused, 401 “who are you?”.
 */

const everyone = ['administrator', 'editor', 'reviewer', 'marketer', 'viewer', 'anybody'] as const;
type Who = (typeof everyone)[number];

let lake: TestLake;
const tokens = new Map<Who, string>();

beforeAll(async () => {
  const { gate: _, ...rest } = newsroomPlugin;
  lake = await startTestLake({ plugin: rest });
  for (const who of everyone) if (who !== 'anybody') tokens.set(who, lake.lake.people.createToken(who, who));
  await lake
    .client()
    .mutate([
      { create: { _id: 'article', _type: 'article', title: 'Published' } },
      { create: { _id: 'drafts.article', _type: 'article', title: 'Draft' } },
      { create: { _id: 'offer', _type: 'callToAction', title: 'Offer' } },
      { create: { _id: 'placement', _type: 'placement', title: 'Placement' } },
      { create: { _id: 'drafts.offer', _type: 'callToAction', title: 'Offer' } },
    ]);
});
afterAll(() => lake.stop());

type Ask = { path: string; method?: string; body?: unknown };

/** The status, or for streams that they began. Nothing that would write is kept. */
async function ask(who: Who, { path, method = 'GET', body }: Ask): Promise<number> {
  const token = tokens.get(who);
  const stop = new AbortController();
  const answer = await fetch(`${lake.url}/v2025-02-19/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    signal: stop.signal,
  });
  stop.abort();
  return answer.status;
}

const mutate = (...mutations: unknown[]): Ask => ({
  path: 'data/mutate/production?dryRun=true',
  method: 'POST',
  body: { mutations },
});
const act = (action: Record<string, unknown>): Ask => ({
  path: 'data/actions/production',
  method: 'POST',
  body: { actions: [action], dryRun: true },
});
const ids = { draftId: 'drafts.article', publishedId: 'article' };
const offerIds = { draftId: 'drafts.offer', publishedId: 'offer' };
const document = 'sanity.action.document';

/** Who may; everybody else gets 403, and anybody without a token 401, unless it says otherwise. */
type Rule = { what: string; ask: Ask; may: Who[]; anybody?: number; otherwise?: number };

const writers: Who[] = ['administrator', 'editor'];
const draftWriters: Who[] = [...writers, 'reviewer'];
const offerWriters: Who[] = [...writers, 'marketer'];
const signedIn: Who[] = everyone.filter((who) => who !== 'anybody');

const rules: Rule[] = [
  { what: 'asks a query', ask: { path: 'data/query/production?query=*' }, may: signedIn },
  { what: 'gets documents', ask: { path: 'data/doc/production/drafts.article' }, may: signedIn },
  { what: 'listens', ask: { path: 'data/listen/production?query=*' }, may: signedIn, anybody: 403 },
  { what: 'hears live events', ask: { path: 'data/live/events/production' }, may: signedIn, anybody: 200 },
  { what: 'hears of drafts', ask: { path: 'data/live/events/production?includeDrafts=true' }, may: signedIn },
  { what: 'reads a history', ask: { path: 'data/history/production/transactions/article' }, may: signedIn },
  { what: 'reads an old state', ask: { path: 'data/history/production/documents/article' }, may: signedIn },
  { what: 'reads events', ask: { path: 'data/history/production/events/documents/article' }, may: signedIn },
  { what: 'reads references', ask: { path: 'data/references/production/documents/article/to' }, may: signedIn },
  { what: 'sees who works here', ask: { path: 'projects/bodytext' }, may: signedIn },
  { what: 'creates a draft', ask: mutate({ create: { _id: 'drafts.new', _type: 'article' } }), may: draftWriters },
  { what: 'creates in public', ask: mutate({ create: { _id: 'new', _type: 'article' } }), may: writers },
  { what: 'patches a draft', ask: mutate({ patch: { id: 'drafts.article', set: { n: 1 } } }), may: draftWriters },
  { what: 'patches in public', ask: mutate({ patch: { id: 'article', set: { n: 1 } } }), may: writers },
  {
    what: 'patches by query',
    ask: mutate({ patch: { query: '*[_type == "article" && !(_id in path("drafts.**"))]', set: { n: 1 } } }),
    may: writers,
  },
  { what: 'deletes a draft', ask: mutate({ delete: { id: 'drafts.article' } }), may: draftWriters },
  { what: 'deletes in public', ask: mutate({ delete: { id: 'article' } }), may: writers },
  {
    what: 'turns an offer into an article',
    ask: mutate({ createOrReplace: { _id: 'offer', _type: 'article' } }),
    may: writers,
  },
  {
    what: 'turns an article into an offer',
    ask: mutate({ createOrReplace: { _id: 'article', _type: 'callToAction' } }),
    may: writers,
  },
  { what: 'changes an offer', ask: mutate({ patch: { id: 'offer', set: { n: 1 } } }), may: offerWriters },
  { what: 'changes a placement', ask: mutate({ patch: { id: 'placement', set: { n: 1 } } }), may: offerWriters },
  {
    what: 'does one thing they may and one they may not',
    ask: mutate({ patch: { id: 'offer', set: { n: 1 } } }, { patch: { id: 'article', set: { n: 1 } } }),
    may: writers,
  },
  {
    what: 'edits a draft',
    ask: act({ actionType: `${document}.edit`, ...ids, patch: { set: { n: 1 } } }),
    may: draftWriters,
  },
  { what: 'publishes', ask: act({ actionType: `${document}.publish`, ...ids }), may: writers },
  { what: 'publishes an offer', ask: act({ actionType: `${document}.publish`, ...offerIds }), may: offerWriters },
  { what: 'unpublishes', ask: act({ actionType: `${document}.unpublish`, ...ids }), may: writers },
  {
    what: 'discards a draft',
    ask: act({ actionType: `${document}.discard`, draftId: 'drafts.article' }),
    may: draftWriters,
  },
  {
    what: 'deletes by action',
    ask: act({ actionType: `${document}.delete`, publishedId: 'article', includeDrafts: ['drafts.article'] }),
    may: writers,
  },
  { what: 'lists allowed origins', ask: { path: 'projects/bodytext/cors' }, may: ['administrator'] },
  {
    what: 'allows a wrong origin',
    ask: { path: 'projects/bodytext/cors', method: 'POST', body: { origin: 'x' } },
    may: [],
    otherwise: 403,
  },
];

describe.each(rules)('whoever $what', ({ ask: asked, may, anybody = 401 }) => {
  test.each(everyone)('%s', async (who) => {
    const refused = who === 'anybody' ? anybody : 403;
    const isAdministratorsMistake = asked.method === 'POST' && asked.path.endsWith('cors') && who === 'administrator';
    const expected = isAdministratorsMistake ? 400 : may.includes(who) ? 200 : refused;
    expect(await ask(who, asked)).toBe(expected);
  });
});

test('a picture is stored for those who may store it, before its bytes are', async () => {
  const upload = async (who: Who) => {
    const token = tokens.get(who);
    const answer = await fetch(`${lake.url}/v1/assets/images/production?filename=a.svg`, {
      method: 'POST',
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    return answer.status;
  };
  expect(await Promise.all(everyone.map(upload))).toEqual([200, 200, 200, 200, 403, 401]);
});

test('the site’s token reads, and that is all', async () => {
  const refused: Ask[] = [
    mutate({ create: { _type: 'article' } }),
    { path: 'projects/bodytext/cors' },
    { path: 'users/me/sessions' },
    { path: 'comments/production/setup', method: 'POST', body: {} },
  ];
  for (const asked of refused) expect(await ask('viewer', asked)).toBe(403);
  const [person] = [lake.lake.people.add({ name: 'Ada', email: 'ada@example.org', role: 'editor' })];
  const headers = { authorization: `Bearer ${tokens.get('viewer')}` };
  const answer = await (await fetch(`${lake.url}/v1/users/${person?.id}`, { headers })).text();
  expect(answer).toContain('Ada');
  expect(answer).not.toContain('ada@example.org');
});

test('a grant that asks who somebody is, which it could never know, is refused at the start', async () => {
  const viewer = { grants: [{ filter: 'authorId == identity()', permissions: ['read' as const] }] };
  await expect(startTestLake({ plugin: { roles: { viewer } } })).rejects.toThrow('asks for identity()');
});
