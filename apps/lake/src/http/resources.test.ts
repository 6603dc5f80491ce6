import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient, type SanityClient } from '@sanity/client';
import { failureOf, startTestLake, type TestLake } from '../lake.fixture.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake({ project: { id: 'zp7mbokg', title: 'Somebody’s' } });
});
afterAll(() => lake.stop());

/** A client that names its dataset as a resource. */
function clientOf(id: string): SanityClient {
  const { apiHost, token, apiVersion } = lake.client().config();
  const resource = { type: 'dataset' as const, id };
  return createClient({
    resource,
    apiHost,
    token,
    apiVersion,
    useProjectHostname: false,
    useCdn: false,
    maxRetries: 0,
  });
}

test('a client that names the dataset as a resource writes, reads and listens', async () => {
  const client = clientOf('zp7mbokg.production');
  const heard = new Promise((resolve) => {
    client.listen('*[_type == "note"]', {}, { events: ['welcome', 'mutation'] }).subscribe((event) => {
      if (event.type === 'mutation') resolve(event.documentId);
      else void client.create({ _id: 'first', _type: 'note', text: 'Hello' });
    });
  });
  expect(await heard).toBe('first');
  expect(await client.fetch('*[_id == "first"][0].text')).toBe('Hello');
  expect(await client.getDocument('first')).toMatchObject({ text: 'Hello' });
  await client.patch('first').set({ text: 'Changed' }).commit();
  expect(await client.fetch('*[_id == "first"][0].text')).toBe('Changed');
});

test.each(['bodytext.production', 'other.production', 'zp7mbokg.staging'])(
  'the resource %s is not there: 404',
  async (id) => {
    const failures = [clientOf(id).fetch('*'), clientOf(id).getDocument('first'), clientOf(id).delete('first')];
    for (const failure of failures) expect((await failureOf(failure)).statusCode).toBe(404);
  },
);

test.each([
  '/v1/projects/bodytext',
  '/v1/projects/bodytext/datasets',
  '/v1/projects/bodytext/datasets/production/acl',
  '/v1/projects/bodytext/users',
  '/v1/projects/bodytext/datasets/production/query?query=*',
  '/v1/hooks/projects/bodytext',
  '/v1/projects/bodytext/cors',
])('%s, of another project, is 404', async (path) => {
  const headers = { authorization: `Bearer ${lake.client().config().token}` };
  expect((await fetch(lake.url + path, { headers })).status).toBe(404);
  expect((await fetch(lake.url + path.replace('bodytext', 'zp7mbokg'), { headers })).status).toBe(200);
});
